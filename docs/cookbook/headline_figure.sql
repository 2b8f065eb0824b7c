-- Title: The figures that people quote
-- Question: What does each headline figure rest on: interval, n, coverage, and is its period complete?
select figure, label_en, value, word, low, high, n, coverage, is_provisional, can_tell, reason, source_table
from mart.headline_figure
order by figure, slice
