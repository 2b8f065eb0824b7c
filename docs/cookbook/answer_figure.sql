-- Title: What the board's answers rest on
-- Question: Which figures stand in the answers beside the headline figures, and on how much does each rest?
select figure, label_en, value, low, high, n, coverage, can_tell, reason, source_table
from mart.answer_figure
order by figure, slice
