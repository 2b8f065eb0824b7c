-- One of the 98 Danish municipalities, with the region that it is in on the as-of date and the one that follows.
-- Grain: municipality_code
-- Check: (select count(*) from mart.municipality) = 98
-- Check: regexp_matches(cvr, '^\d{8}$') and regexp_matches(municipality_code, '^\d{4}$')
-- Check: (next_region_name_da is null) = (next_region_from is null)
-- Column municipality_code: official code, four digits
-- Column municipality_name: its name
-- Column cvr: its number in the business register
-- Column player_id: the player that it is; NULL where no source and no study names it
-- Column nuts_code: its NUTS 3 code
-- Column region_code: official code of its region; NULL where none is known yet
-- Column region_name_da: its region in Danish
-- Column region_name_en: its region in English
-- Column region_valid_from: first day in that region
-- Column region_valid_to: last day in that region; NULL where no end is known
-- Column next_region_name_da: the region that it will be in after that, in Danish
-- Column next_region_name_en: the same in English
-- Column next_region_from: first day there
with today as (
    select coalesce(max(as_of), date '2026-01-01') as as_of
    from core.study
),

periods as (
    select
        *,
        lead(region_name_da) over of_municipality as next_region_name_da,
        lead(region_name_en) over of_municipality as next_region_name_en,
        lead(valid_from) over of_municipality as next_region_from
    from core.municipality
    window of_municipality as (partition by municipality_code order by valid_from)
),

players as (
    select
        national_id,
        min(player_id) as player_id
    from core.player
    group by national_id
)

select
    periods.municipality_code,
    periods.municipality_name,
    periods.cvr,
    players.player_id,
    periods.nuts_code,
    periods.region_code,
    periods.region_name_da,
    periods.region_name_en,
    periods.valid_from as region_valid_from,
    periods.valid_to as region_valid_to,
    periods.next_region_name_da,
    periods.next_region_name_en,
    periods.next_region_from
from periods
cross join today
left join players on 'DK:' || periods.cvr = players.national_id
where today.as_of between periods.valid_from and coalesce(periods.valid_to, date '9999-12-31')
