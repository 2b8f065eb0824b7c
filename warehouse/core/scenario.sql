-- A named scenario of the study: what the market would be multiplied by, from which year, and who says so.
-- Grain: scenario_id
-- Check: multiplier > 0
-- Column scenario_id: its id
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column multiplier: what the projection is multiplied by
-- Column from_year: the first year in which it applies
-- Column source: where the figure is from
select
    scenario_id,
    name_da,
    name_en,
    multiplier,
    cast(from_year as integer) as from_year,
    source
from raw.scenario
