-- How an assumption stood in an earlier edition, as the edition before this one remembers it.
-- Grain: edition_id, assumption_id
-- Column edition_id: the earlier edition
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
from raw.assumption_before
