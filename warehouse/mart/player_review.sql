-- Two players that a person should look at, for they may be one: what depends on the answer comes first.
-- Grain: left_player_id, right_player_id
-- Check: notice_count >= 0
-- Column left_player_id: the one
-- Column left_name: its name
-- Column right_player_id: the other
-- Column right_name: its name
-- Column layer: which layer found them: judgement, name or model
-- Column score: how probable it is that they are one, 0 to 1
-- Column reason: what speaks for and against it
-- Column notice_count: notices that name either
-- Column review_rank: 1 is the pair whose answer changes most: notices times how open the question is
with named as (
    select
        player_id,
        sum(notice_count) as notice_count
    from core.organisation
    group by player_id
),

pairs as (
    select
        review.left_player_id,
        one.player_name as left_name,
        review.right_player_id,
        other.player_name as right_name,
        review.layer,
        review.score,
        review.reason,
        coalesce(named_one.notice_count, 0) + coalesce(named_other.notice_count, 0) as notice_count
    from core.player_review as review
    inner join core.player as one on review.left_player_id = one.player_id
    inner join core.player as other on review.right_player_id = other.player_id
    left join named as named_one on review.left_player_id = named_one.player_id
    left join named as named_other on review.right_player_id = named_other.player_id
)

select
    *,
    row_number() over (
        order by notice_count * (1.1 - abs(2 * score - 1)) desc, left_player_id asc, right_player_id asc
    ) as review_rank
from pairs
