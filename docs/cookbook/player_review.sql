-- Title: Two players or one?
-- Question: Which pairs should a person look at first?
select left_name, right_name, layer, score, reason
from mart.player_review
order by review_rank
limit 10
