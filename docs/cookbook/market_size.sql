-- Title: The market by year
-- Question: How much was awarded each year, and how much of the value is known?
select year, award_count, known_value_dkk, value_coverage, imputed_low_dkk, imputed_high_dkk, is_provisional
from mart.market_size
where segment_code = 'all'
order by year
