-- T3.1: has the market grown, or have prices? The market of a segment and a year in the prices of one year.
-- Real = nominal x level of the base year / level of the year, by one named index (core.price_index). The base year is
-- the latest year of the market with a level. A year without a level cannot be told: levels are never guessed; import a
-- newer index (kind price_index). Consumer prices are not prices of IT: they say what the money could else have bought.
-- Grain: segment_code, year
-- Check: can_tell or reason is not null
-- Check: known_value_real_dkk is null or can_tell
-- Check: imputed_low_real_dkk is null or imputed_low_real_dkk <= imputed_mid_real_dkk
-- Check: imputed_mid_real_dkk is null or imputed_mid_real_dkk <= imputed_high_real_dkk
-- Column segment_code: the segment, or all
-- Column year: the year
-- Column price_index: the index; NULL where the year has no level
-- Column source_note: who says so
-- Column index_value: the level of the year
-- Column base_year: the year in whose prices real amounts are
-- Column price_factor: what nominal amounts are multiplied by
-- Column known_value_dkk: sum of the trusted values awarded in the year, nominal
-- Column known_value_real_dkk: the same in the prices of the base year
-- Column imputed_low_real_dkk: 5 % point of what was awarded, missing values imputed, in the prices of the base year
-- Column imputed_mid_dkk: its median, nominal
-- Column imputed_mid_real_dkk: its median in the prices of the base year
-- Column imputed_high_real_dkk: its 95 % point
-- Column running_mid_dkk: median of what ran in the year, nominal
-- Column running_mid_real_dkk: the same in the prices of the base year
-- Column real_growth: change of imputed_mid_real_dkk since the year before; NULL where either cannot be told or is
--   held in part only
-- Column is_provisional: whether notices of the year may still come
-- Column is_part_year: whether only a part of the year lies between the study's first day and the as-of date
-- Column can_tell: whether the year has a price level and an estimated total
-- Column reason: why not, in a sentence
with base as (
    select
        arg_max(level.index_value, level.year) as index_value,
        max(level.year) as year
    from core.price_index as level
    where level.year in (select size.year from mart.market_size as size)
),

last_level as (
    select
        max(year) as year,
        min(price_index) as price_index
    from core.price_index
),

deflated as (
    select
        size.segment_code,
        size.year,
        level.price_index,
        level.source_note,
        level.index_value,
        case when level.year is not null then base.year end as base_year,
        base.index_value / level.index_value as price_factor,
        size.known_value_dkk,
        size.imputed_low_dkk,
        size.imputed_mid_dkk,
        size.imputed_high_dkk,
        size.running_mid_dkk,
        size.is_provisional,
        size.is_part_year,
        level.year is not null and size.can_tell as can_tell,
        case
            when last_level.year is null then 'cannot tell: no price index is held for the study''s currency'
            when level.year is null
                then
                    'cannot tell: ' || last_level.price_index || ' has no level for ' || size.year
                    || '; import a newer index'
            else size.reason
        end as reason
    from mart.market_size as size
    cross join base
    cross join last_level
    left join core.price_index as level on size.year = level.year
)

select
    segment_code,
    year,
    price_index,
    source_note,
    index_value,
    base_year,
    price_factor,
    known_value_dkk,
    case
        when can_tell then cast(cast(known_value_dkk as double) * price_factor as decimal(24, 2))
    end as known_value_real_dkk,
    case when can_tell then round(imputed_low_dkk * price_factor) end as imputed_low_real_dkk,
    imputed_mid_dkk,
    case when can_tell then round(imputed_mid_dkk * price_factor) end as imputed_mid_real_dkk,
    case when can_tell then round(imputed_high_dkk * price_factor) end as imputed_high_real_dkk,
    running_mid_dkk,
    case when can_tell then round(running_mid_dkk * price_factor) end as running_mid_real_dkk,
    case
        when
            can_tell and lag(can_tell) over years and lag(year) over years = year - 1
            and not is_part_year and not lag(is_part_year) over years
            then
                imputed_mid_dkk * price_factor
                / nullif(lag(imputed_mid_dkk * price_factor) over years, 0) - 1
    end as real_growth,
    is_provisional,
    is_part_year,
    can_tell,
    reason
from deflated
window years as (partition by segment_code order by year)
