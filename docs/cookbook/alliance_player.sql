-- Title: Who bridges communities
-- Question: Which players hold the network together?
select player_name, community, community_size, tie_count, betweenness, bridge_count, partners
from mart.alliance_player
order by betweenness desc, player_name
