-- Title: When buyers call again
-- Question: How many months before the latest end do buyers call again, and how was that learnt?
select stratum, chain_count, learnt_count, never_called_count, called_share, low_months, mid_months, high_months, basis,
    reason
from mart.retender_window
order by stratum
