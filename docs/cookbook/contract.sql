-- Title: Contracts as buyers renew them
-- Question: Which contracts run, for whom, and until when at the latest?
select buyer_name, title, supplier_names, end_date, latest_end_date, has_option, amount_dkk
from mart.contract
where status = 'awarded' and latest_end_date is not null
order by latest_end_date desc
limit 50
