-- Title: The largest awards of the last year
-- Question: Who won the largest contracts, from whom?
select publication_date, title, buyer_name, supplier_names, amount_dkk
from mart.award
where status = 'awarded' and amount_dkk is not null
    and publication_date > (select as_of from mart.study) - interval 1 year
order by amount_dkk desc, award_key
limit 10
