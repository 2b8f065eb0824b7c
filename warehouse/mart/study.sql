-- The study that this edition answers: exactly one row.
-- Grain: study
-- Check: (select count(*) from mart.study) = 1
-- Check: period_start <= as_of
-- Check: regexp_matches(country, '^[A-Z]{2}$') and regexp_matches(currency, '^[A-Z]{3}$')
-- Column study: the study's name
-- Column title_da: title in Danish
-- Column title_en: title in English
-- Column as_of: the day whose knowledge the figures show
-- Column night_id: the night that built this edition
-- Column focal_player_id: the organisation whose strategy the study serves
-- Column country: ISO 3166-1 alpha-2
-- Column currency: the currency of summed amounts
-- Column period_start: the first day that the study looks at
-- Column is_rehearsal: whether the world is invented
select
    study,
    title_da,
    title_en,
    as_of,
    night_id,
    focal_player_id,
    country,
    currency,
    period_start,
    is_rehearsal
from core.study
