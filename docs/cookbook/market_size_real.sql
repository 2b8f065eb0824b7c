-- Title: Growth without inflation
-- Question: Did the market grow, or only prices: awards of a year nominal and in the prices of one year?
select year, price_index, base_year, imputed_mid_dkk, imputed_mid_real_dkk, real_growth, can_tell, reason
from mart.market_size_real
where segment_code = 'all'
order by year
