-- Two players that a person should look at, for they may be one. Sole traders are left out.
-- Grain: left_player_id, right_player_id
-- Check: score between 0 and 1
-- Check: left_player_id != right_player_id
-- Column left_player_id: the one
-- Column right_player_id: the other
-- Column layer: which layer found them: judgement, name or model
-- Column score: how probable it is that they are one, 0 to 1
-- Column reason: what speaks for and against it
select
    least(review.left_player, review.right_player) as left_player_id,
    greatest(review.left_player, review.right_player) as right_player_id,
    review.layer,
    review.score,
    review.reason
from raw.review as review
inner join core.player as one on review.left_player = one.player_id and not one.is_person
inner join core.player as other on review.right_player = other.player_id and not other.is_person
qualify
    row_number() over (
        partition by left_player_id, right_player_id
        order by review.score desc, review.layer asc, review.reason asc
    ) = 1
