-- What the contracts that we know of still bring in a coming year: their known values, spread over their first periods.
-- Renewals and contracts that are yet to come are not in it, so it falls to nothing: it is a floor, not a forecast.
-- Grain: segment_code, year
-- Check: runoff_dkk >= 0
-- Column segment_code: the segment, or all
-- Column year: the coming year, this one included
-- Column runoff_dkk: kroner of known contracts that fall into the year
-- Column contract_count: contracts that still run in it and whose value is known
with spread as (
    select
        coalesce(period.segment_code, 'none') as segment_code,
        coming.year,
        cast(
            cast(period.amount_dkk as double) * (
                date_diff(
                    'day',
                    greatest(period.start_date, make_date(coming.year, 1, 1)),
                    least(period.end_date, make_date(coming.year, 12, 31))
                ) + 1
            )
            / (date_diff('day', period.start_date, period.end_date) + 1) as decimal(24, 2)
        ) as part_dkk
    from mart.contract_period as period
    cross join core.study as study
    cross join (select unnest(range(6)) as ahead) as steps
    cross join lateral (select cast(year(study.as_of) + steps.ahead as integer) as year) as coming
    where
        period.amount_dkk is not null
        and period.start_date is not null
        and period.end_date >= make_date(coming.year, 1, 1)
        and period.start_date <= make_date(coming.year, 12, 31)
)

select
    coalesce(segment_code, 'all') as segment_code,
    year,
    cast(sum(part_dkk) as decimal(24, 2)) as runoff_dkk,
    count(*) as contract_count
from spread
group by grouping sets ((segment_code, year), (year))
