-- A player and its ultimate owner as far as owners are known: the group that it counts to today.
-- Owners are followed at most ten steps; where two own one another, the smaller id stands for both.
-- Grain: player_id
-- Column player_id: the player
-- Column group_id: its ultimate owner; itself where no owner is known
-- Column step_count: how many steps away the owner is
with recursive walked as (
    select
        player_id,
        player_id as group_id,
        0 as step_count
    from core.player
    union
    select
        walked.player_id,
        player.parent_id as group_id,
        walked.step_count + 1 as step_count
    from walked
    inner join core.player as player on walked.group_id = player.player_id
    inner join core.player as parent on player.parent_id = parent.player_id
    where walked.step_count < 10
),

-- Who owns itself in the end is met again and again: the walk ends at the limit, and the smallest id met stands.
ends as (
    select
        player_id,
        max(step_count) as step_count,
        arg_max(group_id, step_count) as last_id,
        min(group_id) as least_id
    from walked
    group by player_id
)

select
    player_id,
    case when step_count = 10 then least_id else last_id end as group_id,
    step_count
from ends
