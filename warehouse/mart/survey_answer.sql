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
    file,
    line,
    organisation,
    player_id,
    need,
    question,
    answer,
    scale_low,
    scale_high,
    position_share,
    answered_date
from core.survey_answer
