-- How a technology travelled over the radar
-- On which ring was it in each quarter, by which numbers, and what was still waited for?
select quarter, rule_ring, ring, moved, reason, panel, left_out
from mart.ring_history
where technology = 'robotic_process_automation'
order by quarter
