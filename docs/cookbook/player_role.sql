-- Title: Who plays which part in the market?
-- Question: Which roles does each player have, and what shows each of them?
select player_name, role, layer, layer_count, quote, since, url
from mart.player_role
order by player_name, role
limit 20
