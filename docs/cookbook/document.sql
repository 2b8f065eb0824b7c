-- Title: What publishers wrote lately
-- Question: Which strategies and policies were published last?
select published_date, publisher, title, document_type, url
from mart.document
where is_policy
order by published_date desc, document_id
limit 10
