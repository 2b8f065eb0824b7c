-- What the study's customers spend on the market in a year, as somebody else says it: kroner a head times inhabitants.
-- It is a parameter of the study with its source, and no finding. Inhabitants that the study does not name are summed
-- from its customers.
-- Grain: source_note
-- Check: low_dkk <= high_dkk
-- Column inhabitants: inhabitants
-- Column low_dkk: kroner a year, low
-- Column high_dkk: kroner a year, high
-- Column year: the year that the figure is of
-- Column source_note: who says so
with counted as (
    select sum(population) as inhabitants
    from raw.customer
)

select
    coalesce(said.inhabitants, cast(counted.inhabitants as bigint)) as inhabitants,
    cast(
        said.low_per_head_dkk * coalesce(said.inhabitants, cast(counted.inhabitants as bigint)) as decimal(24, 2)
    ) as low_dkk,
    cast(
        said.high_per_head_dkk * coalesce(said.inhabitants, cast(counted.inhabitants as bigint)) as decimal(24, 2)
    ) as high_dkk,
    said.year,
    said.source_note
from raw.top_down as said
cross join counted
where coalesce(said.inhabitants, cast(counted.inhabitants as bigint)) is not null
