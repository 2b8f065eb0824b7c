-- A municipality in a region, for as long as that region exists: a region that ended goes on as the one that began the
-- day after.
-- Grain: municipality_code, valid_from
-- Check: valid_to is null or valid_from <= valid_to
-- Column municipality_code: official code, four digits
-- Column municipality_name: its name
-- Column cvr: its number in the business register
-- Column nuts_code: its NUTS 3 code
-- Column region_code: official code of the region; NULL where none is known yet
-- Column region_name_da: the region's name in Danish
-- Column region_name_en: the region's name in English
-- Column valid_from: first day in that region
-- Column valid_to: last day in that region; NULL where no end is known
with regions as (
    select
        region_code,
        name_da,
        name_en,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to
    from seed.region
),

stays as (
    select
        first_region.name_da as listed_name,
        region.region_code,
        region.name_da,
        region.name_en,
        region.valid_from,
        region.valid_to
    from regions as first_region
    inner join regions as region
        on first_region.name_da = region.name_da or region.valid_from = first_region.valid_to + 1
)

select
    municipality.code as municipality_code,
    municipality.name as municipality_name,
    municipality.cvr,
    municipality.nuts3 as nuts_code,
    stays.region_code,
    stays.name_da as region_name_da,
    stays.name_en as region_name_en,
    stays.valid_from,
    stays.valid_to
from seed.municipalities as municipality
inner join stays on municipality.region = stays.listed_name
