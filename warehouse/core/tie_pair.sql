-- Two players that met in events of one kind, segment by segment: how often, and how often each was there at all.
-- Segments in which both were and never met are rows with 0: they are chances that were not taken.
-- Grain: tie_kind, left_id, right_id, segment_code
-- Check: left_id < right_id
-- Check: event_count <= least(left_count, right_count)
-- Check: greatest(left_count, right_count) <= universe_count
-- Column tie_kind: consortium, subcontract, framework_lot or joint_buyer
-- Column left_id: one player, the first by id
-- Column right_id: the other
-- Column segment_code: the segment, or none
-- Column event_count: events with both
-- Column weight: sum over those of 1/(k-1), k the players of the event
-- Column left_count: events with the first
-- Column right_count: events with the second
-- Column universe_count: events of the kind in the segment
-- Column player_count: players in events of the kind, in all segments
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
        segment_code,
        count(distinct event_id) as event_count
    from core.tie_event
    group by tie_kind, player_id, segment_code
),

universe as (
    select
        tie_kind,
        segment_code,
        count(distinct event_id) as universe_count
    from core.tie_event
    group by tie_kind, segment_code
),

everybody as (
    select
        tie_kind,
        count(distinct player_id) as player_count
    from core.tie_event
    group by tie_kind
),

met as (
    select
        one.tie_kind,
        least(one.player_id, other.player_id) as left_id,
        greatest(one.player_id, other.player_id) as right_id,
        one.segment_code,
        count(distinct one.event_id) as event_count,
        sum(cast(1.0 / (one.size - 1) as decimal(24, 12))) as weight,
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
),

pairs as (
    select distinct
        tie_kind,
        left_id,
        right_id
    from met
)

select
    pairs.tie_kind,
    pairs.left_id,
    pairs.right_id,
    lefts.segment_code,
    coalesce(met.event_count, 0) as event_count,
    cast(coalesce(met.weight, 0) as decimal(24, 12)) as weight,
    lefts.event_count as left_count,
    rights.event_count as right_count,
    universe.universe_count,
    everybody.player_count,
    met.first_date,
    met.last_date,
    met.url,
    met.source,
    met.evidence_id,
    met.part
from pairs
inner join active as lefts on pairs.tie_kind = lefts.tie_kind and pairs.left_id = lefts.player_id
inner join active as rights
    on
        pairs.tie_kind = rights.tie_kind
        and pairs.right_id = rights.player_id
        and lefts.segment_code = rights.segment_code
inner join universe on pairs.tie_kind = universe.tie_kind and lefts.segment_code = universe.segment_code
inner join everybody on pairs.tie_kind = everybody.tie_kind
left join met
    on
        pairs.tie_kind = met.tie_kind
        and pairs.left_id = met.left_id
        and pairs.right_id = met.right_id
        and lefts.segment_code = met.segment_code
