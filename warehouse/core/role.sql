-- A role that an organisation may have or claim.
-- Grain: role
-- Column role: its id
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column definition_en: what it is, in English
select
    role,
    name_da,
    name_en,
    definition_en
from raw.role
