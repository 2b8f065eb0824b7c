-- An answer of an imported survey, as its spreadsheet has it: a column of its own, never averaged with texts.
-- Grain: file, line
-- Check: answer between scale_low and scale_high
-- Check: position_share between 0 and 1
-- Column file: the spreadsheet
-- Column line: its line
-- Column organisation: who answered, as the spreadsheet has it
-- Column player_id: the player; NULL where none has that name
-- Column need: the need or type of need that was asked about
-- Column question: the question, where the spreadsheet has it
-- Column answer: the answer
-- Column scale_low: lowest answer that could be given
-- Column scale_high: highest
-- Column position_share: where the answer stands on its scale, 0 to 1
-- Column answered_date: when it was given
select
    survey.file,
    survey.line,
    survey.organisation,
    known.player_id,
    survey.need,
    survey.question,
    survey.answer,
    survey.scale_low,
    survey.scale_high,
    (survey.answer - survey.scale_low) / (survey.scale_high - survey.scale_low) as position_share,
    survey.answered_date
from raw.survey_answer as survey
left join core.imported_organisation as known on survey.organisation = known.organisation
