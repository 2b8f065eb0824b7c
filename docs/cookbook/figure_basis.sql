-- Title: The rows behind a headline figure
-- Question: Which units make up the figure, by source and year of publication?
select basis, slice, year, source, count(*) as units, sum(amount) as amount
from mart.figure_basis
where part_id = ''
group by all
order by all
