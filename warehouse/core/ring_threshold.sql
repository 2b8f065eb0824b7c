-- What a ring of the radar needs in this study: how many must name a technology, and how far back it counts.
-- A threshold that is missing takes the default of warehouse/estimators/ring.py.
-- Grain: threshold
-- Check: least > 0
-- Column threshold: its key in the study's [radar]
-- Column least: the least number, or how many months or quarters count
select
    threshold,
    least
from raw.ring_threshold
