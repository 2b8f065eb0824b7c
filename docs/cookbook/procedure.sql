-- Title: From plan to contract
-- Question: In which state are procedures, and how many were awarded without a call?
select state, count(*) as procedures, count(*) filter (is_direct_award) as direct_awards
from mart.procedure
group by state
order by procedures desc, state
