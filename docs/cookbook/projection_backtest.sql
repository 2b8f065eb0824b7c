-- Title: How good were such projections before?
-- Question: By how much would each rule have missed, and does it beat the last value?
select segment_code, rule, horizon, origin_count, median_error, mase, coverage, nominal, is_used, reason
from mart.projection_backtest
order by segment_code, rule, horizon
