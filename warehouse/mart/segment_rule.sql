-- How far a segment by CPV code agrees with what its awards say: the share that the component words would move.
-- Figures count an award where its CPV code puts it, which anybody can check. Buyers misuse codes, so this table says
-- how many awards name, in their titles, a component that the study puts into another segment (moved_out), or are
-- elsewhere by code and name one of this segment (moved_in). Titles that name components of several segments move
-- nothing.
-- Grain: segment_code
-- Check: moved_out_count <= award_count
-- Check: moved_share is null or moved_share between 0 and 1
-- Check: can_tell or reason is not null
-- Column segment_code: the segment
-- Column segment_name_da: its name in Danish
-- Column segment_name_en: its name in English
-- Column award_count: awards that its CPV codes put here
-- Column told_count: of those, awards whose titles name a component with a segment
-- Column moved_out_count: of those, awards whose components all belong to one other segment
-- Column moved_in_count: awards of other segments whose components all belong to this one
-- Column moved_share: moved_out_count as a share of award_count; NULL where there are no awards
-- Column can_tell: whether any component of the study names a segment
-- Column reason: why not, in a sentence
with told as (
    select
        found.award_key,
        count(distinct component.segment_code) as segment_count,
        min(component.segment_code) as said_segment
    from core.award_component as found
    inner join core.component as component on found.component_id = component.component_id
    where component.segment_code is not null and found.is_subject
    group by found.award_key
),

awards as (
    select
        award.award_key,
        award.segment_code,
        told.segment_count,
        case when told.segment_count = 1 then told.said_segment end as said_segment
    from core.award as award
    left join told on award.award_key = told.award_key
    where award.status = 'awarded'
),

arriving as (
    select
        said_segment as segment_code,
        count(*) as moved_in_count
    from awards
    where said_segment <> segment_code
    group by said_segment
),

counted as (
    select
        segment_code,
        count(*) as award_count,
        count(segment_count) as told_count,
        count(*) filter (where said_segment <> segment_code) as moved_out_count
    from awards
    group by segment_code
),

able as (
    select count(segment_code) > 0 as can_tell
    from core.component
)

select
    segment.segment_code,
    segment.segment_name_da,
    segment.segment_name_en,
    coalesce(counted.award_count, 0) as award_count,
    coalesce(counted.told_count, 0) as told_count,
    coalesce(counted.moved_out_count, 0) as moved_out_count,
    coalesce(arriving.moved_in_count, 0) as moved_in_count,
    round(counted.moved_out_count / nullif(counted.award_count, 0), 6) as moved_share,
    able.can_tell,
    case when not able.can_tell then 'cannot tell: no component of the study names its segment' end as reason
from core.segment_name as segment
cross join able
left join counted on segment.segment_code = counted.segment_code
left join arriving on segment.segment_code = arriving.segment_code
