-- Use of components, and what could be used
-- Which components are used least of what they could be?
select component_id, count(distinct organisation) as organisation_count, sum(actual) / sum(potential) as use_share
from mart.system_usage
group by component_id
order by use_share;
