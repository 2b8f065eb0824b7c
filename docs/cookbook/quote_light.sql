-- Title: May I quote this?
-- Question: Which headline figures may stand in a board paper, and what must stand beside the others?
select light, label_en, value, word, low, high, n, coverage, reason
from mart.quote_light
order by light, figure, slice
