-- Title: How far values can be trusted
-- Question: What are published values made of?
select *
from mart.value_quality
order by all
limit 10
