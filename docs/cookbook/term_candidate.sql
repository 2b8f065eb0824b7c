-- Title: New words
-- Question: Which words are new and not yet in the list of technologies?
select *
from mart.term_candidate
order by all
limit 10
