-- Title: Who belongs to whom?
-- Question: Who owns, succeeds or is part of whom, since when, and who says so?
select from_name, relation, to_name, since, until, is_current, source, confidence
from mart.player_relation
order by from_name, relation, to_name
limit 20
