-- The edition before this one: one row, or none on the first night.
-- Grain: edition_id
-- Column edition_id: the edition
-- Column as_of: its day
select
    edition_id,
    as_of
from raw.edition_before
