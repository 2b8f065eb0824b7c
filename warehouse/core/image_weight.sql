-- How much a criterion of the target images counts in the study.
-- Grain: criterion
-- Check: criterion_weight >= 0
-- Column criterion: demand, rivalry, fit or readiness
-- Column criterion_weight: its weight; only proportions matter
select
    criterion,
    weight as criterion_weight
from raw.image_weight
