-- Needs of one kind of customer
-- Which needs do small, large or some region's customers state more often than the others?
select need_name_en, dimension, segment, share, share_low, share_high, saying_count, member_count, q_value
from mart.need_segment
where verdict = 'specific'
order by q_value, need_name_en;
