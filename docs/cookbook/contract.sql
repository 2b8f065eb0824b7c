-- Title: Contracts as buyers renew them
-- Question: Which contracts end within a year, for whom, and until when at the latest?
select buyer_name, title, supplier_names, end_date, latest_end_date, days_left, end_basis, has_option, amount_dkk
from mart.contract
where days_left between 0 and 365
order by latest_end_date, contract_id
limit 50
