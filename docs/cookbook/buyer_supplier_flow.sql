-- Title: Who buys from whom
-- Question: Which buyers depend on one supplier?
select buyer_name, supplier_name, segment_code, award_count, buyer_share, known_value_dkk, last_date
from mart.buyer_supplier_flow
where participation_count >= 3
order by buyer_share desc, award_count desc
