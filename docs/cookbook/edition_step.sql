-- Title: The way from the last edition to this one, step by step
-- Question: After which of the five steps did the awards of a segment change?
select slice, step, sum(row_count) as awards, sum(amount) as known_value_dkk
from mart.edition_step
where basis = 'award' and part_kind = 'unit'
group by slice, step
order by slice, step
