-- Title: What known contracts still bring
-- Question: How much of the coming years is already under contract?
select year, runoff_dkk, contract_count
from mart.contract_runoff
where segment_code = 'all'
order by year
