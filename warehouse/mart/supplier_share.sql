-- A supplier's share of a segment's awards in a period, by number and, where enough values are known, by value.
-- Fewer than 10 awards or fewer than 3 suppliers: shares are left out and can_tell is false. The interval is Wilson's
-- at 95 %. A share by value needs 70 % coverage.
-- Grain: segment_code, period, player_id
-- Check: award_share is null or (share_low <= award_share and award_share <= share_high)
-- Check: can_tell = (award_share is not null)
-- Check: value_share is null or (value_share between 0 and 1 and value_coverage >= 0.7)
-- Column segment_code: the segment, or all
-- Column period: a year of publication, or all
-- Column player_id: the supplier
-- Column player_name: its name
-- Column award_count: its awards by its part in them
-- Column award_share: its part of all awards with a named supplier, 0 to 1
-- Column share_low: lower end of the interval
-- Column share_high: upper end of the interval
-- Column known_value_dkk: its part of the trusted market value
-- Column value_share: that as a part of all known value; NULL below 70 % coverage
-- Column value_coverage: share of the segment's awards whose value is known
-- Column total_award_count: awards with a named supplier in the segment and period
-- Column supplier_count: suppliers in the segment and period
-- Column buyer_count: different buyers of the supplier's awards
-- Column can_tell: whether the numbers are large enough for shares
-- Column reason: why not, in a sentence
with awards as (
    select
        award_key,
        segment_code,
        cast(year(publication_date) as varchar) as period,
        amount_dkk
    from core.award
    where status = 'awarded'
),

supplied as (
    select
        supplier.player_id,
        awards.award_key,
        awards.segment_code,
        awards.period,
        cast(awards.amount_dkk * supplier.weight as decimal(24, 2)) as part_dkk
    from core.award_supplier as supplier
    inner join awards on supplier.award_key = awards.award_key
    where supplier.role = 'supplier'
),

-- Each is summed once for a segment and year, and `cube` adds up what stands above: all segments, all years.
money as (
    select
        coalesce(segment_code, 'all') as segment_code,
        coalesce(period, 'all') as period,
        player_id,
        sum(part_dkk) as known_value_dkk
    from supplied
    group by cube (segment_code, period), player_id
    having grouping(period) = 1 or period is not null
),

won as (
    select
        cell.segment_code,
        cell.period,
        cell.player_id,
        cast(cell.award_count as double) as award_count,
        money.known_value_dkk
    from core.supplier_cell as cell
    inner join money
        on
            cell.segment_code = money.segment_code
            and cell.period = money.period
            and cell.player_id = money.player_id
),

award_counts as (
    select
        coalesce(awards.segment_code, 'all') as segment_code,
        coalesce(awards.period, 'all') as period,
        count(*) as total_award_count,
        count(awards.amount_dkk) as known_count
    from awards
    semi join supplied on awards.award_key = supplied.award_key
    group by cube (awards.segment_code, awards.period)
    having grouping(awards.period) = 1 or awards.period is not null
),

totals as (
    select
        won.segment_code,
        won.period,
        award_counts.total_award_count,
        award_counts.known_count,
        count(*) as supplier_count,
        sum(won.known_value_dkk) as known_value_dkk
    from won
    inner join award_counts on won.segment_code = award_counts.segment_code and won.period = award_counts.period
    group by all
),

pairs as (
    select distinct
        supplied.segment_code,
        supplied.period,
        supplied.player_id,
        buyer.player_id as buyer_id
    from supplied
    inner join core.award_buyer as buyer on supplied.award_key = buyer.award_key
),

buyers as (
    select
        coalesce(segment_code, 'all') as segment_code,
        coalesce(period, 'all') as period,
        player_id,
        count(distinct buyer_id) as buyer_count
    from pairs
    group by cube (segment_code, period), player_id
    having grouping(period) = 1 or period is not null
),

judged as (
    select
        won.segment_code,
        won.period,
        won.player_id,
        won.award_count,
        won.known_value_dkk,
        totals.total_award_count as n,
        totals.supplier_count,
        totals.known_count / totals.total_award_count as value_coverage,
        won.known_value_dkk / nullif(totals.known_value_dkk, 0) as value_share,
        least(won.award_count / totals.total_award_count, 1.0) as p,
        totals.total_award_count >= 10 and totals.supplier_count >= 3 as can_tell,
        -- The 97.5 % point of the normal distribution.
        1.959963984540054 as z
    from won
    inner join totals on won.segment_code = totals.segment_code and won.period = totals.period
),

intervals as (
    select
        *,
        (p + z * z / (2 * n)) / (1 + z * z / n) as centre,
        z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n) as half
    from judged
)

select
    intervals.segment_code,
    intervals.period,
    intervals.player_id,
    player.player_name,
    round(intervals.award_count, 6) as award_count,
    case when intervals.can_tell then round(intervals.p, 9) end as award_share,
    case
        when
            intervals.can_tell
            then least(greatest(round(intervals.centre - intervals.half, 9), 0), round(intervals.p, 9))
    end as share_low,
    case
        when intervals.can_tell
            then greatest(least(round(intervals.centre + intervals.half, 9), 1), round(intervals.p, 9))
    end as share_high,
    intervals.known_value_dkk,
    case
        when intervals.can_tell and intervals.value_coverage >= 0.7 then coalesce(intervals.value_share, 0)
    end as value_share,
    intervals.value_coverage,
    intervals.n as total_award_count,
    intervals.supplier_count,
    coalesce(buyers.buyer_count, 0) as buyer_count,
    intervals.can_tell,
    case
        when intervals.n < 10 then 'cannot tell: fewer than 10 awards'
        when intervals.supplier_count < 3 then 'cannot tell: fewer than 3 suppliers'
        when intervals.value_coverage < 0.7 then 'by number only: fewer than 70 % of the values are known'
    end as reason
from intervals
inner join core.player as player on intervals.player_id = player.player_id
left join buyers
    on
        intervals.segment_code = buyers.segment_code
        and intervals.period = buyers.period
        and intervals.player_id = buyers.player_id
