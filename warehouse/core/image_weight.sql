-- How much a criterion of the target images counts in the study.
-- Grain: criterion
-- Check: weight >= 0
-- Column criterion: demand, rivalry, fit or readiness
-- Column weight: its weight; only proportions matter
select
    criterion,
    weight
from raw.image_weight
