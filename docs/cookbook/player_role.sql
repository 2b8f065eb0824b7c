-- Title: What part each player has in the market
-- Question: Which roles does each player have, by which evidence, and how many kinds of evidence agree?
select player_name, role, layer, layer_count, quote, since
from mart.player_role
order by layer_count desc, player_name, role
limit 20
