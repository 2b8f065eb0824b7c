-- Title: Assumptions that weakened or broke
-- Question: Which of our assumptions no longer hold, since when, and who answers for them?
select assumption_id, sentence_en, status, status_since, status_before, reason, owner
from mart.assumption_status
where status in ('broken', 'weakening')
order by urgency, assumption_id
