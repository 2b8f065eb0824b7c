-- Title: How large the market is, year by year
-- Question: What did our customers' running contracts cost in a year, how sure is that, and how much of the top-down figure do notices show?
select year, running_low_dkk, running_mid_dkk, running_high_dkk, running_coverage,
    customer_mid_dkk, top_down_coverage_low, top_down_coverage_high, is_building_up, is_provisional,
    is_part_year
from mart.market_size
where segment_code = 'all'
order by year
