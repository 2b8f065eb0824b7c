-- A segment on one line
-- Who are the small municipalities: what ends soon, what do they ask, how are they tied to us?
select segment, customer_count, heard_count, ending_contract_count, next_end_date, themes_en, needs_en, tied_count, reason
from mart.segment_portrait
where dimension = 'size' and segment = 'under_40000'
order by segment_order;
