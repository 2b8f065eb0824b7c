-- A wording on renewals or options, as lots publish it; each once, however many lots say it.
-- Grain: wording, is_option
-- Column wording: the words as published
-- Column is_option: whether they stand under options, else under renewals
select distinct
    renewal_text as wording,
    false as is_option
from raw.lot
where renewal_text is not null
union all
select distinct
    options_text as wording,
    true as is_option
from raw.lot
where options_text is not null
