-- Title: Who is public, who is private
-- Question: How many players of each class are there, and which layer decided it?
select player_class, class_layer, count(*) as players
from mart.player
group by all
order by players desc, player_class, class_layer
limit 10
