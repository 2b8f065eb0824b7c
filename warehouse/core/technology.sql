-- A technology that the study looks for.
-- Grain: technology
-- Column technology: its id
-- Column technology_name_da: name in Danish
-- Column technology_name_en: name in English
-- Column technology_group: the group that it belongs to
-- Column definition_da: what it is, in Danish
-- Column definition_en: what it is, in English
select
    technology,
    name_da as technology_name_da,
    name_en as technology_name_en,
    technology_group,
    definition_da,
    definition_en
from raw.technology
