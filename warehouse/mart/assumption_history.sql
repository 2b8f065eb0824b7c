-- How an assumption stood in an edition, tonight's included: the history that each edition hands on to the next.
-- Grain: edition_id, assumption_id
-- Check: status in ('holds', 'weakening', 'broken', 'cannot_tell')
-- Column edition_id: the edition
-- Column as_of: its day
-- Column assumption_id: the assumption
-- Column status: holds, weakening, broken or cannot_tell
-- Column value: the number then
-- Column threshold: the threshold then
-- Column reason: why it stood so
select
    edition_id,
    as_of,
    assumption_id,
    status,
    value,
    threshold,
    reason
from core.assumption_before
union all
select
    study.night_id as edition_id,
    study.as_of,
    status.assumption_id,
    status.status,
    status.value,
    status.threshold,
    status.reason
from mart.assumption_status as status
cross join core.study as study
