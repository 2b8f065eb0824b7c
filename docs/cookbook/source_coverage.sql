-- Title: What this night asked of each source
-- Question: Did every request end, and was all evidence read?
select source, planned_count, ok_count, failed_count, evidence_count, quarantined_count, request_difference
from mart.source_coverage
order by source
