-- Title: How to read this edition
-- Question: What should a reader know before using its numbers?
select note_code, note_en
from mart.edition_note
order by note_code
