-- Title: Keep, develop, partner or leave
-- Question: What does the evidence say of each component, and would other weights say otherwise?
select component_name, verdict, is_clear, index_score, rank_low, rank_high, pull, hold, known_count, reason
from mart.component_verdict
order by index_score desc nulls last
