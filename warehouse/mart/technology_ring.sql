-- F2.1: on which ring of the radar a technology stands now, why, and since when.
-- Where no source has been heard for five quarters there is no ring: cannot tell.
-- Grain: technology
-- Check: can_tell = (ring is not null)
-- Check: reason is not null
-- Check: ring is null or ring in ('none', 'watch', 'explore', 'adopt', 'established', 'fading')
-- Column technology: the technology
-- Column technology_name_da: its name in Danish
-- Column technology_name_en: its name in English
-- Column quadrant: its group, a sector of the radar
-- Column ring: none, watch, explore, adopt, established or fading, at the end of the last whole quarter
-- Column quarter: first day of that quarter
-- Column previous_ring: the ring before the latest move; NULL where it has not moved
-- Column moved: whether it moved in the last whole quarter
-- Column moved_quarter: the quarter of its latest move; NULL where it has not moved within the history
-- Column move_reason: the reason of that move
-- Column rule: the numbers of the ring, with the thresholds
-- Column reason: why it moved or stayed, or why there is no ring
-- Column organisation_count: organisations that name it
-- Column strategy_count: bodies whose strategies name it
-- Column tender_buyer_count: public buyers that name it in a tender
-- Column award_buyer_count: public buyers that name it in an award
-- Column deciding_documents: the latest documents that decide, at most three
-- Column deciding_urls: where they stand
-- Column deciding_evidence: the bytes that they were read from
-- Column panel: sources that count
-- Column can_tell: whether there is a ring
with latest as (
    select *
    from mart.ring_history
    where quarter = (select max(history.quarter) from mart.ring_history as history)
),

moves as (
    select
        technology,
        max(quarter) as moved_quarter,
        arg_max(previous_ring, quarter) as previous_ring,
        arg_max(reason, quarter) as move_reason
    from mart.ring_history
    where moved
    group by technology
)

select
    technology.technology,
    technology.technology_name_da,
    technology.technology_name_en,
    technology.technology_group as quadrant,
    latest.ring,
    latest.quarter,
    moves.previous_ring,
    coalesce(latest.moved, false) as moved,
    moves.moved_quarter,
    moves.move_reason,
    latest.rule,
    coalesce(
        latest.reason,
        'cannot tell: no source has had dated documents for five quarters'
    ) as reason,
    latest.organisation_count,
    latest.strategy_count,
    latest.tender_buyer_count,
    latest.award_buyer_count,
    latest.deciding_documents,
    latest.deciding_urls,
    latest.deciding_evidence,
    latest.panel,
    latest.ring is not null as can_tell
from core.technology as technology
left join latest on technology.technology = latest.technology
left join moves on technology.technology = moves.technology
