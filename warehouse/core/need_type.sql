-- A type of need.
-- Grain: need_type
-- Column need_type: function, data, integration, security, price, governance, skills or support
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column definition_en: what counts as one, in English
select
    need_type,
    name_da,
    name_en,
    definition_en
from raw.need_type
