-- A supplier's awards in a segment and a period, counted by its part in them: what concentration is measured from.
-- Parts are exact decimals, so that the figures do not depend on the order of rows.
-- Grain: segment_code, period, player_id
-- Check: award_count > 0
-- Check: square_sum <= award_count + 0.000001
-- Column segment_code: the segment, or all
-- Column period: a year of publication, or all
-- Column player_id: the supplier
-- Column award_count: its awards by its part in them
-- Column square_sum: the sum of the squares of those parts
with parts as (
    select
        supplier.player_id,
        award.segment_code,
        cast(year(award.publication_date) as varchar) as period,
        sum(supplier.weight) as award_count,
        sum(cast(supplier.weight * supplier.weight as decimal(24, 12))) as square_sum
    from core.award_supplier as supplier
    inner join core.award as award on supplier.award_key = award.award_key
    where supplier.role = 'supplier' and award.status = 'awarded'
    group by all
)

select
    coalesce(segment_code, 'all') as segment_code,
    coalesce(period, 'all') as period,
    player_id,
    cast(sum(award_count) as decimal(24, 12)) as award_count,
    cast(sum(square_sum) as decimal(24, 12)) as square_sum
from parts
group by cube (segment_code, period), player_id
-- Awards without a day of publication belong to all periods and to no year.
having grouping(period) = 1 or period is not null
