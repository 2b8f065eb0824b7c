-- A policy theme that the study looks for.
-- Grain: theme
-- Column theme: its id
-- Column name_da: its name in Danish
-- Column name_en: its name in English
select
    theme,
    name_da,
    name_en
from raw.theme
