-- Title: Whose strategy do we hold?
-- Question: Of which customers do we hold a strategy, policy or plan?
select is_customer, has_document, count(*) as bodies
from mart.policy_body
group by all
order by all
