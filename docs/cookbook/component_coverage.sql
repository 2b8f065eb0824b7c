-- Title: Who covers which component
-- Question: Which rivals offer what our component does, on what evidence, and in which words?
select component_name, player_name, level, evidence_count, claim_count, connects_count, quote, url
from mart.component_coverage
where level <> 'not_seen' and not is_focal
order by component_name, evidence_count desc, claim_count desc
