-- Title: What changed on vendors' pages
-- Question: Which changes of substance were seen, before and after?
select change_date, publisher, change_type, extent, before_quote, after_quote, confirmed
from mart.page_change
where change_type not in ('none', 'other')
order by change_date desc, document_id, change_number
limit 10
