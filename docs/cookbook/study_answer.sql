-- Title: What the study's own questions gave tonight
-- Question: Which of the study's queries have no answer, and why?
select question_kind, question_id, value, n, coverage, reason
from mart.study_answer
order by can_tell, question_kind, question_id
