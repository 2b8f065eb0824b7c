-- F3.1: a cell of the Mekko chart: how much of the known money is in a segment, and in it with a group of suppliers.
-- Width is the segment's part of all known market value over the whole period, height the group's part of the segment's
-- known value, so that width x height is its part of the whole. The five largest groups of a segment stand alone, the
-- others are one cell. Where under 70 % of a segment's awards have a known value the cells are hatched (is_uncertain):
-- what is missing may belong to anybody. Framework ceilings are in neither. Segments without known value cannot tell.
-- Grain: segment_code, player_id
-- Check: segment_share is null or segment_share between 0 and 1
-- Check: share_in_segment is null or share_in_segment between 0 and 1
-- Check: can_tell = (share_in_segment is not null)
-- Check: can_tell or reason is not null
-- Column segment_code: the segment
-- Column player_id: the group's owner; others for all beyond the five largest, none where nothing is known
-- Column player_name: its name; NULL for others
-- Column cell_place: its place in the segment, the largest first; others come last
-- Column holder_count: how many groups the cell holds
-- Column known_value_dkk: the cell's known value in kroner
-- Column segment_known_value_dkk: the segment's
-- Column segment_share: the segment's part of all segments' known value: the width
-- Column share_in_segment: the cell's part of the segment's known value: the height
-- Column value_coverage: share of the segment's awards with a named supplier whose value is known
-- Column is_uncertain: whether the cell is hatched: under 70 % of the values are known, or the numbers are too small
-- Column can_tell: whether any value of the segment is known
-- Column reason: why it is hatched or cannot tell
with held as (
    select
        *,
        row_number() over (partition by segment_code order by known_value_dkk desc, player_id asc) as place
    from mart.market_share
    where level = 'group' and period = 'all' and segment_code <> 'all'
),

cells as (
    select
        segment_code,
        case when place <= 5 and known_value_dkk > 0 then player_id else 'others' end as player_id,
        min(case when place <= 5 and known_value_dkk > 0 then player_name end) as player_name,
        min(place) as first_place,
        count(*) as holder_count,
        sum(known_value_dkk) as known_value_dkk,
        min(value_coverage) as value_coverage,
        min(total_award_count) as total_award_count,
        min(supplier_count) as supplier_count
    from held
    group by all
),

summed as (
    select
        *,
        sum(known_value_dkk) over (partition by segment_code) as segment_value,
        sum(known_value_dkk) over () as all_value
    from cells
),

named as (
    select * from summed
    where known_value_dkk > 0
    union all by name
    select
        segment.segment_code,
        'none' as player_id,
        0 as holder_count,
        max(coalesce(summed.value_coverage, 0)) as value_coverage
    from core.segment_name as segment
    left join summed on segment.segment_code = summed.segment_code
    group by segment.segment_code
    having coalesce(max(summed.segment_value), 0) = 0
)

select
    segment_code,
    player_id,
    player_name,
    row_number() over (partition by segment_code order by player_id = 'others', first_place, player_id) as cell_place,
    holder_count,
    cast(known_value_dkk as decimal(24, 2)) as known_value_dkk,
    cast(segment_value as decimal(24, 2)) as segment_known_value_dkk,
    cast(segment_value as double) / cast(all_value as double) as segment_share,
    cast(known_value_dkk as double) / cast(segment_value as double) as share_in_segment,
    value_coverage,
    coalesce(value_coverage < 0.7 or total_award_count < 10 or supplier_count < 3, true) as is_uncertain,
    known_value_dkk is not null as can_tell,
    case
        when known_value_dkk is null then 'cannot tell: no value of the segment is known'
        when total_award_count < 10 then 'hatched: fewer than 10 awards'
        when supplier_count < 3 then 'hatched: fewer than 3 suppliers'
        when value_coverage < 0.7
            then printf('hatched: %.0f %% of the values are known, a sure share needs 70 %%', 100 * value_coverage)
    end as reason
from named
