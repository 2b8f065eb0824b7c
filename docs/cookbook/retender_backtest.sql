-- Title: How good the windows are
-- Question: Do the windows cover four calls of five, and how far off is the middle?
select stratum, tested_count, never_called_count, nominal, coverage, coverage_low, coverage_high, median_error_months,
    brier, brier_base, has_chance, chance_reason
from mart.retender_backtest
order by stratum
