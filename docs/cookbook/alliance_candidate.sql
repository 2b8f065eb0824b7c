-- Title: With whom should we talk?
-- Question: Who covers what we lack, serves our customers and does not stand against us?
select place, player_name, score, components, customer_count, rival_components, reason, risk
from mart.alliance_candidate
order by place
limit 10
