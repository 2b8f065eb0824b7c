-- Title: Joint purchases
-- Question: Which awards were bought by several together, and how are they divided?
select award_key, count(*) as buyers, sum(weight) as whole, string_agg(player_name, ', ' order by player_name) as who
from mart.award_buyer
group by award_key
having count(*) > 1
order by buyers desc, award_key
