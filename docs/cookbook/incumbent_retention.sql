-- Title: How often incumbents win again
-- Question: In which segments does calling anew change the supplier?
select segment_code, chain_count, retained_count, retention_share, share_low, share_high, reason
from mart.incumbent_retention
order by segment_code
