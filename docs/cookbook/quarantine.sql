-- Title: What could not be read
-- Question: Which evidence is in quarantine, and why?
select source, reason, count(*) as pieces, min(detail) as for_example
from mart.quarantine
group by all
order by pieces desc, source, reason
