-- Title: Contracts whose value grew most
-- Question: Which amendments raised a contract's total most?
select title, buyer_name, before_dkk, after_dkk, change_dkk, publication_date
from mart.amendment
where change_dkk > 0
order by change_dkk desc, amendment_key
limit 10
