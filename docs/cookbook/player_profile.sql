-- Title: One competitor in a row
-- Question: What does a player win, from whom, and what does it speak of?
select player_name, award_count, award_share, share_low, share_high, buyer_count, contracts_ending_12m
from mart.player_profile
order by award_count desc nulls last, player_name
limit 10
