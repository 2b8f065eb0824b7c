-- T3.1: an award as the size of the market counts it: its trusted value or why there is none, its pool, its months.
-- A pool is where missing values are drawn from: awards of the same segment, kind and size of buyer. Where no notice
-- states an end, the length is the median of the same segment, form (framework or not) and year of publication; with
-- fewer than five of those, of the segment and form; else 48 months, the most that a framework runs by default.
-- Grain: award_key
-- Check: is_missing = (amount_dkk is null and not is_ceiling)
-- Check: end_month >= start_month
-- Check: customer_share between 0 and 1
-- Check: period_basis in ('stated', 'like awards of the year', 'like awards of the segment', 'default')
-- Column award_key: the award
-- Column segment_code: the segment
-- Column publication_date: day of publication
-- Column year: year of publication
-- Column amount_dkk: trusted market value in kroner
-- Column is_ceiling: whether its amount is a framework's ceiling, which is no market value
-- Column ceiling_dkk: that ceiling, each once
-- Column is_missing: whether its market value is unknown
-- Column kind: call_off or contract: what is missing is drawn from its own kind
-- Column buyer_size: small (under 30 000 inhabitants), medium (under 100 000), large, or else the buyer's class
-- Column customer_share: the part of the award that the study's customers buy, 0 to 1
-- Column bids_received: how many bids came
-- Column start_month: first month of the contract, as months since year 0
-- Column end_month: its last month without renewals
-- Column period_basis: where the length comes from
with buyers as (
    select
        buyer.notice_id,
        cast(sum(buyer.weight) filter (where player.is_customer) as double) as customer_share,
        min(
            case
                when player.population < 30000 then 'small'
                when player.population < 100000 then 'medium'
                when player.population is not null then 'large'
                else player.player_class
            end
        ) filter (where buyer.place = 1) as buyer_size
    from core.notice_buyer as buyer
    inner join core.player as player on buyer.player_id = player.player_id
    group by buyer.notice_id
),

awards as (
    select
        award.award_key,
        award.segment_code,
        award.publication_date,
        cast(year(award.publication_date) as integer) as year,
        award.amount_dkk,
        award.ceiling_dkk,
        award.value_kind = 'framework_ceiling' as is_ceiling,
        case when award.value_kind = 'call_off' then 'call_off' else 'contract' end as kind,
        award.is_framework,
        award.bids_received,
        coalesce(buyers.buyer_size, 'unknown') as buyer_size,
        least(coalesce(buyers.customer_share, 0), 1) as customer_share,
        coalesce(period.start_date, award.publication_date) as start_date,
        case
            when period.end_date is not null
                then greatest(date_diff('month', period.start_date, period.end_date + 1), 1)
        end as months
    from core.award as award
    left join mart.contract_period as period on award.award_key = period.award_key
    left join buyers on award.notice_id = buyers.notice_id
    where award.status = 'awarded' and award.publication_date is not null
),

of_year as (
    select
        segment_code,
        is_framework,
        year,
        median(months) as months
    from awards
    group by all
    having count(months) >= 5
),

of_segment as (
    select
        segment_code,
        is_framework,
        median(months) as months
    from awards
    group by all
    having count(months) >= 5
),

lasting as (
    select
        awards.*,
        case
            when awards.months is not null then 'stated'
            when of_year.months is not null then 'like awards of the year'
            when of_segment.months is not null then 'like awards of the segment'
            else 'default'
        end as period_basis,
        coalesce(awards.months, round(of_year.months), round(of_segment.months), 48) as run_months
    from awards
    left join of_year
        on
            awards.segment_code = of_year.segment_code
            and awards.is_framework = of_year.is_framework
            and awards.year = of_year.year
    left join of_segment
        on awards.segment_code = of_segment.segment_code and awards.is_framework = of_segment.is_framework
)

select
    award_key,
    segment_code,
    publication_date,
    year,
    amount_dkk,
    is_ceiling,
    ceiling_dkk,
    amount_dkk is null and not is_ceiling as is_missing,
    kind,
    buyer_size,
    customer_share,
    bids_received,
    cast(year(start_date) * 12 + month(start_date) - 1 as integer) as start_month,
    cast(year(start_date) * 12 + month(start_date) - 2 + run_months as integer) as end_month,
    period_basis
from lasting
