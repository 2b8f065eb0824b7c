-- Title: Who says the same as whom
-- Question: Which documents are nearly the same words, and are they counted once as copies?
select title, other_title, likeness, relation, is_same_publisher
from mart.document_likeness
order by likeness desc, document_id, other_id
limit 10
