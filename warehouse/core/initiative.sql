-- Something that the study plans to do.
-- Grain: initiative_id
-- Check: months >= 1
-- Column initiative_id: its id
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column months: how long it takes
-- Column component_id: the component that it is about
-- Column after: initiatives that must be done first
-- Column gates: assumptions that must hold when it begins
-- Column law_id: the law whose day it must be done by
-- Column owner: who answers for it
select
    initiative_id,
    name_da,
    name_en,
    cast(months as integer) as months,
    component_id,
    after,
    gates,
    law_id,
    owner
from raw.initiative
