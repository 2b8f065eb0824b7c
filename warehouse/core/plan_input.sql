-- An input of the business plan: low, base and high are its 10, 50 and 90 % points.
-- Grain: input
-- Check: low <= base and base <= high
-- Column input: which input
-- Column low: the 10 % point
-- Column base: the middle
-- Column high: the 90 % point
-- Column is_example: whether it is a shipped example rather than the study's own figure
-- Column source: where the figure is from
select
    input,
    low,
    base,
    high,
    is_example,
    source
from raw.plan_input
