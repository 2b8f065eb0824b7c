-- Title: What a verdict is made of
-- Question: Which measure speaks for a component, which against it, and which is missing?
select component_name, criterion, axis, said, score, n, reason
from mart.component_criterion
order by component_name, axis, criterion
