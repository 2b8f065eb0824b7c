-- When the landscape of a component opens: contracts that name it, and in which half-year their buyers call again.
-- Each contract gives its chance of a call to half-years, from the learnt window of its kind and the share of contracts
-- that are called for again at all; a call that is out already counts whole.
-- possible_count are the contracts whose window (P10 to P90) touches the half-year, sure_count those
-- whose window lies within it. Requirements are fixed when the call is out: fixed_from is the first P50 in it.
-- Grain: component_id, half_year
-- Check: sure_count <= possible_count
-- Check: expected_share between 0 and 1
-- Check: can_tell or reason is not null
-- Column component_id: the component
-- Column component_name: its name
-- Column half_year: half-year, like 2027-H1
-- Column half_start_date: its first day
-- Column expected_count: calls to expect in it, summed over chances
-- Column expected_share: that as a share of the component's contracts
-- Column sure_count: contracts whose whole window lies in it
-- Column possible_count: contracts whose window touches it
-- Column buyer_count: different buyers of possible_count
-- Column contract_count: contracts of the component that are not replaced yet: the landscape as far as notices show it
-- Column fixed_from_date: the first P50 of a window in it; requirements are fixed about then
-- Column can_tell: whether the windows are learnt and there are 5 contracts or more
-- Column reason: why not, in a sentence
with contracts as (
    select
        unnest(calendar.component_ids) as component_id,
        calendar.contract_id,
        calendar.buyer_player_id,
        calendar.state,
        calendar.latest_end_date,
        calendar.next_signal_date,
        calendar.p10_date,
        calendar.p50_date,
        calendar.p90_date,
        calendar.can_tell,
        retender.quantile_months,
        coalesce(retender.called_share, 1) as called_share,
        study.as_of
    from mart.retender_calendar as calendar
    inner join mart.retender_window as retender on calendar.stratum = retender.stratum
    cross join core.study as study
    where calendar.state in ('expected', 'extended', 'open', 'overdue')
),

halves as (
    select
        cast(half as date) as half_start_date,
        cast(half + interval 6 months as date) as next_half_date,
        cast(year(half) as varchar) || case when month(half) = 1 then '-H1' else '-H2' end as half_year
    from core.study as study,
        unnest(
            generate_series(
                make_date(year(study.as_of), case when month(study.as_of) <= 6 then 1 else 7 end, 1),
                study.as_of + interval 6 years,
                interval 6 months
            )
        ) as series (half)
),

crossed as (
    select
        contracts.*,
        halves.half_start_date,
        halves.next_half_date,
        halves.half_year
    from contracts
    cross join halves
),

-- What has not come by the as-of date can only come after it.
dated as (
    select
        *,
        date_diff('day', latest_end_date, as_of) / 30.4375 as passed,
        date_diff('day', latest_end_date, greatest(half_start_date, as_of)) / 30.4375 as from_months,
        date_diff('day', latest_end_date, greatest(next_half_date, as_of)) / 30.4375 as to_months
    from crossed
),

chances as (
    select
        *,
        -- A window that is wholly past opens in no half-year to come.
        p10_date < next_half_date and p90_date >= half_start_date and state <> 'overdue' as touches,
        p10_date >= half_start_date and p90_date < next_half_date and state <> 'overdue' as is_inside,
        case
            when state = 'open'
                then cast(next_signal_date >= half_start_date and next_signal_date < next_half_date as integer)
            else
                called_share
                * len(list_filter(quantile_months, lambda month: month > from_months and month <= to_months))
                / nullif(101 - called_share * len(list_filter(quantile_months, lambda month: month <= passed)), 0)
        end as chance
    from dated
),

landscape as (
    select
        component_id,
        count(distinct contract_id) as contract_count,
        bool_and(can_tell) as can_tell
    from contracts
    group by component_id
),

summed as (
    select
        component_id,
        half_year,
        half_start_date,
        cast(sum(cast(coalesce(chance, 0) as decimal(12, 9))) as double) as expected_count,
        count(*) filter (where is_inside) as sure_count,
        count(*) filter (where touches) as possible_count,
        count(distinct buyer_player_id) filter (where touches) as buyer_count,
        min(p50_date) filter (
            where touches and p50_date >= half_start_date and p50_date < half_start_date + interval 6 months
        ) as fixed_from_date
    from chances
    group by all
)

select
    summed.component_id,
    component.component_name,
    summed.half_year,
    summed.half_start_date,
    round(summed.expected_count, 4) as expected_count,
    round(least(summed.expected_count / landscape.contract_count, 1), 6) as expected_share,
    summed.sure_count,
    summed.possible_count,
    summed.buyer_count,
    landscape.contract_count,
    summed.fixed_from_date,
    landscape.can_tell and landscape.contract_count >= 5 as can_tell,
    case
        when landscape.contract_count < 5 then 'cannot tell: fewer than 5 contracts name the component'
        when not landscape.can_tell then 'prior only: windows are not learnt yet'
    end as reason
from summed
inner join landscape on summed.component_id = landscape.component_id
inner join core.component as component on summed.component_id = component.component_id
