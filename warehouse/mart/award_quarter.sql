-- A quarter in which awards were decided, and how many of its notices are likely to have come: notices lag.
-- The lag is from the day of the decision to publication, learnt from awards decided a year to four years ago. The last
-- two quarters are provisional, and so is each of which fewer than 95 % are likely to be there; expected_count is what
-- is there, divided by that part.
-- Grain: quarter
-- Check: complete_share is null or complete_share between 0 and 1
-- Check: expected_count is null or expected_count >= award_count
-- Check: can_tell or reason is not null
-- Column quarter: first day of the quarter of the decision
-- Column award_count: awards decided in it that we hold
-- Column complete_share: part of its notices that is likely to be published by the as-of date; NULL where unknown
-- Column expected_count: how many there will be, if lags stay what they were
-- Column median_lag_days: median days from decision to publication, as learnt
-- Column learnt_count: awards that the lag is learnt from
-- Column is_provisional: whether notices of the quarter may still come
-- Column can_tell: whether the lag is learnt from 30 awards or more
-- Column reason: why not, in a sentence
with decided as (
    select
        coalesce(award_date, contract_date) as decided_date,
        publication_date,
        date_diff('day', coalesce(award_date, contract_date), publication_date) as lag_days
    from core.award
    where
        status = 'awarded'
        and publication_date is not null
        and coalesce(award_date, contract_date) between publication_date - 730 and publication_date
),

learnt as (
    select
        count(*) as learnt_count,
        median(decided.lag_days) as median_lag_days,
        quantile_cont(decided.lag_days, [
            0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45,
            0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1
        ]) as lags
    from decided
    cross join core.study as study
    where decided.decided_date between study.as_of - 1461 and study.as_of - 365
),

quarters as (
    select
        cast(date_trunc('quarter', decided_date) as date) as quarter,
        count(*) as award_count
    from decided
    group by all
),

joined as (
    select
        quarters.quarter,
        quarters.award_count,
        learnt.median_lag_days,
        learnt.learnt_count,
        learnt.lags,
        learnt.learnt_count >= 30 as can_tell,
        study.as_of
    from quarters
    cross join learnt
    cross join core.study as study
),

-- Decisions of the quarter's middle stand for all of it.
judged as (
    select
        * exclude (lags),
        len(list_filter(lags, lambda days: days <= date_diff('day', quarter + 45, as_of))) / 21 as complete_share
    from joined
)

select
    quarter,
    award_count,
    case when can_tell then round(complete_share, 4) end as complete_share,
    case when can_tell and complete_share >= 0.2 then round(award_count / complete_share, 1) end as expected_count,
    case when can_tell then median_lag_days end as median_lag_days,
    learnt_count,
    quarter >= date_trunc('quarter', as_of) - interval 3 months
    or coalesce(can_tell and complete_share < 0.95, false) as is_provisional,
    can_tell,
    case
        when not can_tell then 'cannot tell: the lag is known of fewer than 30 awards'
        when complete_share < 0.2 then 'too early to say how many there will be'
    end as reason
from judged
