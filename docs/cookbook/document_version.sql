-- Title: Documents that were rewritten
-- Question: Which pages have stood with more than one text, and since when does the latest stand?
select publisher, title, version_number, first_day, last_day, change_count
from mart.document_version
where version_number > 1
order by first_day desc, publisher, document_id, version_number
limit 10
