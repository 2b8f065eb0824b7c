-- A partnership between two players that somebody has stated publicly.
-- Grain: left_id, right_id, partnership_kind, day
-- Column left_id: one player
-- Column right_id: the other
-- Column partnership_kind: what kind of partnership
-- Column day: the day on which it was stated
-- Column source: where it is stated
select
    left_id,
    right_id,
    partnership_kind,
    day,
    source
from raw.partnership
