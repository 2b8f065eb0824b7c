-- Title: What opens in the next year
-- Question: Which contracts are likely to be called for within twelve months, who holds them, and how sure is that?
select buyer_name, title, supplier_names, p10_date, p50_date, p90_date, chance_12m, chance_reason, state, url
from mart.retender_calendar
cross join mart.study as study
where state in ('expected', 'extended', 'open') and p50_date between study.as_of and study.as_of + 365
order by p50_date, chain_id
