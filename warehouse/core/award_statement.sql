-- An award as a current result or modification notice states it, with a verdict on its amount.
-- value_kind says what the amount is; value_flag says whether it is one. An amount counts only with the flag ok:
-- withheld (negative), symbolic (nothing, one, counting up or all nines), repeated_ceiling (the same amount for two or
-- more awards of one lot of a framework), decimal_shift (a misplaced separator: a power of ten times, or a part of, the
-- estimate of the same lot or the notice's own total; never under a framework), outlier (over 20 billion kroner; over
-- 100 times the own estimate; or, with 30 or more amounts of the segment and kind, both a hundred times above or below
-- their median and 5 robust standard deviations of their logarithms away from it), review (above the notice's own
-- total, printed twice, or in no currency that has a rate of its day), no_value.
-- Grain: award_key
-- Check: value_kind in ('contract', 'call_off', 'framework_ceiling', 'estimate', 'amendment_total', 'unknown')
-- Check: value_flag in ('ok', 'withheld', 'symbolic', 'repeated_ceiling', 'decimal_shift', 'outlier', 'no_value',
--   'review')
-- Check: value_flag <> 'ok' or amount_in_dkk > 0
-- Warn: rate_date is null or publication_date is null or rate_date >= publication_date - 183
-- Check: value_flag <> 'repeated_ceiling' or value_kind = 'framework_ceiling'
-- Column award_key: the notice's id and the award's, joined by #
-- Column notice_id: the notice
-- Column notice_kind: result or modification
-- Column award_id: the award's id within its notice
-- Column item: the award's number as published
-- Column lot_ids: the lots that it is about
-- Column status: awarded, not_awarded, open or unknown
-- Column reason: the publisher's code for why nothing was awarded
-- Column title: title as published
-- Column contract_no: number of the contract
-- Column bids_received: how many bids came
-- Column award_date: day of the decision; a placeholder of the year 2000 is unknown
-- Column contract_date: day of the contract
-- Column customer_text: free text that may name the end customer
-- Column is_framework: whether it is made under a framework agreement
-- Column is_direct_award: whether it was awarded without a call for bids, as the notice's form or procedure says
-- Column segment_code: the segment of the award's first lot, else of the notice
-- Column amount: amount as published, NULL where none is
-- Column currency: its currency
-- Column value_basis: award, or notice where a single award takes the notice's total
-- Column value_kind: contract, call_off, framework_ceiling, estimate, amendment_total or unknown
-- Column value_flag: ok, or why the amount is not to be trusted
-- Column rate: kroner for one unit of the currency
-- Column rate_date: the day of that rate: that of publication or the last before it, two weeks at most; after the last
--   day of the rates that we hold, that day, for a year and for the euro always
-- Column amount_in_dkk: the amount in kroner, whatever its kind
-- Column publication_date: day of publication of the notice
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with said as (
    select
        award.* exclude (award_date, contract_date),
        case
            when award.award_date between calendar.first_date and calendar.last_date then award.award_date
        end as award_date,
        case
            when award.contract_date between calendar.first_date and calendar.last_date then award.contract_date
        end as contract_date,
        award.rowid as place,
        notice.notice_id || '#' || award.award_id as award_key,
        notice.notice_kind,
        notice.publication_date,
        notice.is_framework as notice_is_framework,
        notice.segment_code as notice_segment,
        notice.lot_count,
        -- Forms: voluntary ex-ante transparency notices. Procedures: eForms' code, else the words of older ones.
        regexp_matches(coalesce(notice.form, ''), '^(2[5-8]|F15.*|VOLUNTARY_EX_ANTE.*)$')
        or regexp_matches(
            lower(coalesce(notice.procedure_type, '')),
            '^(neg-wo-call|direct)$|without (a )?(prior|call)|direct award|ajuste direto|single tender action'
        ) as is_direct_award,
        notice.framework_max as notice_ceiling,
        notice.total_amount,
        notice.total_currency,
        notice.estimate_amount,
        notice.estimate_currency,
        case when notice.format like 'ocds%' then notice.procedure_key else notice.notice_id end as told_of
    from raw.award as award
    inner join core.notice as notice
        on award.notice_id = notice.notice_id and award.evidence_id = notice.evidence_id and award.part = notice.part
    cross join core.calendar as calendar
    where notice.is_current and notice.notice_kind in ('result', 'modification')
),

-- An OCDS process tells its awards again in each release: the last one counts. Only what is told twice is put in order.
twice as (
    select
        told_of,
        award_id
    from said
    group by told_of, award_id
    having count(*) > 1
),

outdated as (
    select said.place
    from said
    semi join twice on said.told_of = twice.told_of and said.award_id = twice.award_id
    qualify
        row_number() over (
            partition by said.told_of, said.award_id
            order by said.publication_date desc nulls last, said.notice_id desc, said.value desc nulls last
        ) > 1
),

counted as (
    select
        notice_id,
        count(*) filter (where status = 'awarded') as awarded_count
    from said
    group by notice_id
),

printings as (
    select
        place,
        row_number() over (
            partition by notice_id, regexp_extract(award_id, '^[^/]+/(.+/.+)$', 1), value order by award_id
        ) as printing
    from said
    where award_id like '%/%/%'
),

stated as (
    select
        said.*,
        counted.awarded_count,
        coalesce(printings.printing, 1) as printing
    from said
    inner join counted on said.notice_id = counted.notice_id
    left join printings on said.place = printings.place
    anti join outdated on said.place = outdated.place
),

award_lots as (
    select
        award_key,
        notice_id,
        unnest(case when len(lot_ids) > 0 then lot_ids else [''] end) as lot_id
    from stated
),

lot_facts as (
    select
        award_lots.award_key,
        bool_or(lot.is_framework) as is_framework,
        max(lot.framework_max) as ceiling,
        sum(lot.estimate_amount) as estimate_amount,
        min(lot.estimate_currency) as estimate_currency
    from award_lots
    inner join core.lot as lot on award_lots.notice_id = lot.notice_id and award_lots.lot_id = lot.lot_id
    group by award_lots.award_key
),

repeats as (
    select
        stated.notice_id,
        award_lots.lot_id,
        stated.value,
        count(*) as repeat_count
    from stated
    inner join award_lots on stated.award_key = award_lots.award_key
    where stated.status = 'awarded' and stated.value > 1
    group by stated.notice_id, award_lots.lot_id, stated.value
    having count(*) > 1
),

repeated as (
    select distinct award_lots.award_key
    from award_lots
    inner join stated on award_lots.award_key = stated.award_key
    inner join repeats
        on
            award_lots.notice_id = repeats.notice_id
            and award_lots.lot_id = repeats.lot_id
            and stated.value = repeats.value
),

joined as (
    select
        stated.*,
        repeated.award_key is not null as is_repeated,
        -- A lot that we hold decides for itself; the notice speaks for awards without a lot.
        coalesce(stated.value_kind_hint = 'framework_ceiling', false)
        or coalesce(lot_facts.is_framework, stated.notice_is_framework) as is_framework,
        case
            when
                stated.value is null and stated.value_low is null and stated.status = 'awarded'
                and stated.awarded_count = 1 and stated.notice_kind = 'result'
                then 'notice'
            else 'award'
        end as value_basis,
        [stated.framework_max, stated.notice_ceiling, lot_facts.ceiling] as ceilings,
        coalesce(first_lot.segment_code, stated.notice_segment) as segment_code,
        coalesce(stated.est_value, lot_facts.estimate_amount, stated.estimate_amount) as own_estimate,
        -- The notice's estimate is a lot's only where there is no other lot.
        stated.est_value is not null or lot_facts.estimate_amount is not null or stated.lot_count <= 1
            as is_lot_estimate,
        case
            when stated.est_value is not null then stated.currency
            when lot_facts.estimate_amount is not null then lot_facts.estimate_currency
            else stated.estimate_currency
        end as own_estimate_currency
    from stated
    left join repeated on stated.award_key = repeated.award_key
    left join lot_facts on stated.award_key = lot_facts.award_key
    left join core.lot as first_lot on stated.notice_id = first_lot.notice_id and stated.lot_ids[1] = first_lot.lot_id
),

valued as (
    select
        joined.* exclude (currency),
        case joined.value_basis when 'notice' then joined.total_amount else joined.value end as amount,
        upper(
            case joined.value_basis
                when 'notice' then joined.total_currency
                else coalesce(joined.currency, joined.total_currency)
            end
        ) as currency,
        coalesce(joined.publication_date, joined.contract_date, joined.award_date) as value_date
    from joined
),

-- Few days and currencies for many awards. The bank's longest pause is five days (Easter, Christmas): a currency that
-- has had no rate for two weeks has none (Iceland's from 2008 to 2018, Russia's since 2022). After the last day that we
-- hold rates of, a currency that had one then keeps it for a year; the euro keeps it for good: the krone is tied to it.
rates as (
    select
        day.currency,
        day.value_date,
        rate.rate_dkk,
        rate.rate_date
    from (
        select distinct
            currency,
            value_date
        from valued
    ) as day
    cross join (select max(held.rate_date) as last_date from seed.exchange_rate as held) as known
    asof inner join seed.exchange_rate as rate
        on day.currency = rate.currency and day.value_date >= rate.rate_date
    where
        rate.rate_date >= least(day.value_date, known.last_date) - 14
        and (day.value_date <= known.last_date + 365 or day.currency = 'EUR')
),

converted as (
    select
        valued.*,
        case when valued.currency = 'DKK' then 1.0 else rates.rate_dkk end as rate,
        case when valued.currency = 'DKK' then valued.value_date else rates.rate_date end as rate_date
    from valued
    left join rates on valued.currency = rates.currency and valued.value_date = rates.value_date
),

measured as (
    select
        *,
        case
            when is_lot_estimate and own_estimate > 1 and own_estimate_currency = currency and amount > 1
                then log10(cast(amount as double) / cast(own_estimate as double))
        end as over_estimate,
        case
            when value_basis = 'award' and total_amount > 1 and total_currency = currency and amount > 1
                then log10(cast(amount as double) / cast(total_amount as double))
        end as over_total
    from converted
),

judged as (
    select
        *,
        case
            when amount is null or amount < 0 then 'unknown'
            when notice_kind = 'modification' then 'amendment_total'
            when value_kind_hint in ('call_off', 'framework_ceiling', 'estimate') then value_kind_hint
            when is_framework and (is_repeated or list_contains(ceilings, amount)) then 'framework_ceiling'
            when is_framework and value_kind_hint is null then 'framework_ceiling'
            -- A reference that is words, not a number, names the customer of a purchase under the framework.
            when is_framework and regexp_matches(customer_text, '\p{L}{4}') and not regexp_matches(customer_text, '\d')
                then 'call_off'
            else 'contract'
        end as value_kind,
        case
            when amount is null then 'no_value'
            when amount < 0 then 'withheld'
            when
                amount <= 1
                or amount in (12345, 123456, 1234567, 12345678, 123456789, 1234567890)
                or regexp_matches(cast(cast(amount as hugeint) as varchar), '^(9{5,}|1{5,})$')
                then 'symbolic'
            when rate is null then 'review'
            when amount * rate <= 1 then 'symbolic'
            when is_framework and is_repeated then 'repeated_ceiling'
            when is_repeated and not is_framework and len(lot_ids) > 0 then 'review'
            when printing > 1 and award_id like '%/%/%' then 'review'
            -- Within 0.1 % of a power of ten. A part of the total is a shift only where one award should be all of it.
            when
                not is_framework and round(over_estimate) <> 0 and abs(over_estimate) < 6.5
                and abs(over_estimate - round(over_estimate)) < 0.000434
                then 'decimal_shift'
            when
                not is_framework and notice_kind = 'result' and abs(over_total) < 6.5
                and (round(over_total) > 0 or (round(over_total) < 0 and awarded_count = 1))
                and abs(over_total - round(over_total)) < 0.000434
                then 'decimal_shift'
            when amount * rate > 20000000000 then 'outlier'
            when own_estimate > 1000 and own_estimate_currency = currency and amount > 100 * own_estimate then 'outlier'
            when
                value_basis = 'award' and notice_kind = 'result' and not is_framework
                and total_currency = currency and total_amount > 1 and amount > total_amount * 1.01
                then 'review'
            else 'ok'
        end as stated_flag,
        case when amount > 0 then round(log10(cast(amount as double) * rate), 6) end as magnitude
    from measured
),

laws as (
    select
        segment_code,
        value_kind,
        median(magnitude) as middle
    from judged
    where stated_flag = 'ok'
    group by segment_code, value_kind
    having count(*) >= 30
),

spreads as (
    select
        judged.segment_code,
        judged.value_kind,
        1.4826 * median(abs(judged.magnitude - laws.middle)) as deviation
    from judged
    inner join laws on judged.segment_code = laws.segment_code and judged.value_kind = laws.value_kind
    where judged.stated_flag = 'ok'
    group by judged.segment_code, judged.value_kind
),

compared as (
    select
        judged.*,
        case
            when
                judged.stated_flag = 'ok'
                and abs(judged.magnitude - laws.middle) >= greatest(2, 5 * spreads.deviation)
                then 'outlier'
            else judged.stated_flag
        end as value_flag
    from judged
    left join laws on judged.segment_code = laws.segment_code and judged.value_kind = laws.value_kind
    left join spreads on judged.segment_code = spreads.segment_code and judged.value_kind = spreads.value_kind
)

select
    award_key,
    notice_id,
    notice_kind,
    award_id,
    item,
    lot_ids,
    status,
    reason,
    title,
    contract_no,
    case when bids_received between 0 and 100000 then bids_received end as bids_received,
    case when award_date > date '2000-01-01' then award_date end as award_date,
    case when contract_date > date '2000-01-01' then contract_date end as contract_date,
    customer_text,
    is_framework,
    is_direct_award,
    segment_code,
    amount,
    currency,
    value_basis,
    case when value_flag = 'repeated_ceiling' then 'framework_ceiling' else value_kind end as value_kind,
    value_flag,
    rate,
    rate_date,
    case when amount > 0 then try_cast(round(amount * rate, 2) as decimal(24, 2)) end as amount_in_dkk,
    publication_date,
    evidence_id,
    part
from compared
