-- Title: Who works with whom
-- Question: Which public ties are stated or more than chance, and where do they stand?
select left_name, right_name, tie_kind, event_count, expected_count, q_value, is_bridge, last_date, url
from mart.alliance_edge
where is_sure
order by strength desc, left_name, right_name
