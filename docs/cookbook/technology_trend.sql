-- Title: What rises and falls
-- Question: Which technologies move for sure?
select technology_name_en, stream, halves_ratio, rate_ratio, ratio_low, ratio_high, q_value, breadth, verdict
from mart.technology_trend
where verdict in ('rising', 'fading')
order by q_value, technology, stream
