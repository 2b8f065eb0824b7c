-- Title: The business plan by year
-- Question: When is the money back, and how sure is that?
select year, adoption_base, income_dkk_base, cost_dkk_base, net_dkk_low, net_dkk_base, net_dkk_high,
    cumulated_dkk_base, break_even_chance, example_count
from mart.business_plan
order by year
