-- A question that the study asks of the marts: one select that gives one number.
-- Grain: question_kind, question_id
-- Column question_kind: assumption, or option (a criterion of an option of the target images)
-- Column question_id: the assumption, or dimension.option.criterion
-- Column sql: the select
select
    question_kind,
    question_id,
    sql
from raw.study_question
