-- Title: Awards whose contract ends within a year
-- Question: Which awards' contracts end next, who holds them, and what does the end rest on?
select title, buyer_name, supplier_names, latest_end_date, days_left, basis
from mart.contract_period
where days_left between 0 and 365
order by latest_end_date, award_key
limit 10
