-- What to ask, and whom
-- Which questions can our texts not answer, and whom should we put them to?
select question_number, question_en, answer_form, reason, whom
from mart.questionnaire
order by question_number;
