-- Title: How well CPV codes put awards into segments
-- Question: How many awards would the component words put into another segment than their CPV code does?
select segment_code, award_count, moved_out_count, moved_in_count, moved_share, reason
from mart.segment_rule
order by moved_share desc nulls last
