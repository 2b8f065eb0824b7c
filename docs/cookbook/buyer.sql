-- Title: The largest buyers
-- Question: Who buys most often, and how much of the value is known?
select buyer_name, player_class, award_count, known_value_dkk, value_coverage
from mart.buyer
order by award_count desc, buyer_name
limit 10
