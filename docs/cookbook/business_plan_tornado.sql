-- Title: What the plan hangs on
-- Question: Which single input moves the result most?
select place, input, low, base, high, net_at_low_dkk, net_at_high_dkk, swing_dkk, is_example
from mart.business_plan_tornado
order by place
