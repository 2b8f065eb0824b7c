-- Title: Who owns whom, and who came before
-- Question: How are the players of the study tied to one another, since when, and who says so?
select from_name, relation, to_name, since, until, is_current, layer, source
from mart.player_relation
order by relation, from_name, to_name, since
limit 20
