-- Two players in the same events of one kind: how often, with what weight, and the latest of them.
-- Grain: tie_kind, left_id, right_id
-- Check: left_id < right_id
-- Check: event_count <= least(left_count, right_count)
-- Check: greatest(left_count, right_count) <= universe_count
-- Column tie_kind: consortium, subcontract, framework_lot or joint_buyer
-- Column left_id: one player, the first by id
-- Column right_id: the other
-- Column event_count: events with both
-- Column weight: sum over those of 1/(k-1), k the players of the event
-- Column left_count: events with the first
-- Column right_count: events with the second
-- Column universe_count: events of the kind
-- Column player_count: players in events of the kind
-- Column first_date: day of the first common event
-- Column last_date: day of the latest
-- Column url: page of the latest
-- Column source: its source
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with sized as (
    select
        *,
        count(*) over (partition by tie_kind, event_id) as size
    from core.tie_event
),

active as (
    select
        tie_kind,
        player_id,
        count(distinct event_id) as event_count
    from core.tie_event
    group by tie_kind, player_id
),

universe as (
    select
        tie_kind,
        count(distinct event_id) as universe_count,
        count(distinct player_id) as player_count
    from core.tie_event
    group by tie_kind
),

pairs as (
    select
        one.tie_kind,
        least(one.player_id, other.player_id) as left_id,
        greatest(one.player_id, other.player_id) as right_id,
        count(distinct one.event_id) as event_count,
        round(sum(1.0 / (one.size - 1)), 6) as weight,
        min(one.day) as first_date,
        max(one.day) as last_date,
        arg_max(one.url, row(one.day, one.event_id)) as url,
        arg_max(one.source, row(one.day, one.event_id)) as source,
        arg_max(one.evidence_id, row(one.day, one.event_id)) as evidence_id,
        arg_max(one.part, row(one.day, one.event_id)) as part
    from sized as one
    inner join sized as other
        on
            one.tie_kind = other.tie_kind
            and one.event_id = other.event_id
            and (
                (one.side = 'any' and one.player_id < other.player_id)
                or (one.side = 'main' and other.side = 'sub' and one.player_id <> other.player_id)
            )
    where one.size > 1
    group by all
)

select
    pairs.tie_kind,
    pairs.left_id,
    pairs.right_id,
    pairs.event_count,
    pairs.weight,
    lefts.event_count as left_count,
    rights.event_count as right_count,
    universe.universe_count,
    universe.player_count,
    pairs.first_date,
    pairs.last_date,
    pairs.url,
    pairs.source,
    pairs.evidence_id,
    pairs.part
from pairs
inner join universe on pairs.tie_kind = universe.tie_kind
inner join active as lefts on pairs.tie_kind = lefts.tie_kind and pairs.left_id = lefts.player_id
inner join active as rights on pairs.tie_kind = rights.tie_kind and pairs.right_id = rights.player_id
