-- What an organisation uses of a component and could use, as an imported spreadsheet has it.
-- Grain: file, line
-- Check: actual >= 0 and actual <= potential
-- Check: use_share is null or use_share between 0 and 1
-- Column file: the spreadsheet
-- Column line: its line
-- Column organisation: who uses it, as the spreadsheet has it
-- Column player_id: the player; NULL where none has that name
-- Column component_id: the component
-- Column actual: what is used
-- Column potential: what could be used
-- Column use_share: the one divided by the other, 0 to 1
-- Column period_date: the day that it is counted for
select
    file,
    line,
    organisation,
    player_id,
    component_id,
    actual,
    potential,
    use_share,
    period_date
from core.system_usage
