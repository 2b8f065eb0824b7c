-- Title: Is the market concentrated?
-- Question: How many suppliers of equal size would give the same concentration?
select *
from mart.market_concentration
order by all
limit 10
