-- A kind of barrier: what may hinder use.
-- Grain: barrier
-- Column barrier: its id
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column definition_en: what it is, in English
select
    barrier,
    name_da,
    name_en,
    definition_en
from raw.barrier_kind
