-- An award of a current result notice, with the amount that counts today: an amendment's new total replaces it.
-- amount_dkk is set only for contracts and call-offs whose amount is trusted, so that it may be summed;
-- a framework's ceiling is kept apart in ceiling_dkk and is never a market value.
-- Grain: award_key
-- Check: status in ('awarded', 'not_awarded', 'open', 'unknown')
-- Check: amount_dkk is null or (amount_dkk > 0 and value_kind in ('contract', 'call_off') and value_flag = 'ok')
-- Check: ceiling_dkk is null or value_kind = 'framework_ceiling'
-- Check: amount_dkk is null or rate_date is not null or currency = 'DKK'
-- Check: amount_eur is null or (amount_dkk is not null and rate_eur is not null)
-- Column award_key: the notice's id and the award's, joined by #
-- Column notice_id: the notice
-- Column award_id: the award's id within its notice
-- Column item: the award's number as published
-- Column lot_ids: the lots that it is about
-- Column status: awarded, not_awarded, open or unknown
-- Column reason: the publisher's code for why nothing was awarded
-- Column title: title of the contract, the lot or the notice, the first that there is
-- Column contract_no: number of the contract
-- Column segment_code: the segment of the award's first lot, else of the notice
-- Column bids_received: how many bids came
-- Column publication_date: day of publication
-- Column award_date: day of the decision
-- Column contract_date: day of the contract
-- Column customer_text: free text that may name the end customer
-- Column is_framework: whether it is made under a framework agreement
-- Column is_direct_award: whether it was awarded without a call for bids, as the notice's form or procedure says
-- Column amount: the amount that counts, as published
-- Column currency: its currency
-- Column published_amount: the amount in the award notice itself
-- Column amended_by: the modification notice whose total replaced it
-- Column value_kind: contract, call_off, framework_ceiling, estimate or unknown
-- Column value_flag: ok, or why the amount is not to be trusted
-- Column amount_dkk: market value in kroner; NULL unless trusted
-- Column amount_eur: the same in euro
-- Column ceiling_dkk: framework ceiling in kroner; one that several awards of a lot repeat stands at one of them: that
--   of the most lots, the first of such
-- Column rate: kroner for one unit of the currency
-- Column rate_date: the day of that rate
-- Column rate_eur: kroner for one euro on that day
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with effective as (
    select
        statement.* exclude (amount, currency, value_kind, value_flag, rate, rate_date, amount_in_dkk),
        statement.amount as published_amount,
        amendment.notice_id as amended_by,
        case when amendment.notice_id is null then statement.amount else amendment.amount end as amount,
        case when amendment.notice_id is null then statement.currency else amendment.currency end as currency,
        case when amendment.notice_id is null then statement.rate else amendment.rate end as rate,
        case when amendment.notice_id is null then statement.rate_date else amendment.rate_date end as rate_date,
        case when amendment.notice_id is null then statement.value_flag else amendment.value_flag end as value_flag,
        case
            when amendment.notice_id is null then statement.amount_in_dkk else amendment.amount_in_dkk
        end as amount_in_dkk,
        -- What was no amount before the amendment is a contract's amount after it.
        case
            when amendment.notice_id is not null and statement.value_kind in ('unknown', 'estimate') then 'contract'
            else statement.value_kind
        end as value_kind
    from core.award_statement as statement
    left join core.amendment as amendment on statement.award_key = amendment.award_key and amendment.is_latest
    where statement.notice_kind = 'result'
),

-- A ceiling that several awards of a lot tell is one: only an award that comes first in each of its lots carries it.
-- What was awarded comes before what was not, then that of the most lots, for its ceiling is that of others' lots too.
tellings as (
    select
        award_key,
        notice_id,
        amount,
        currency,
        status,
        len(lot_ids) as lot_count,
        unnest(case when len(lot_ids) > 0 then list_distinct(lot_ids) else [''] end) as lot_id
    from effective
    where value_kind = 'framework_ceiling' and value_flag in ('ok', 'repeated_ceiling')
),

placed as (
    select
        award_key,
        row_number() over (
            partition by notice_id, lot_id, amount, currency
            order by (status = 'awarded') desc, lot_count desc, award_key asc
        ) as place
    from tellings
),

first_tellings as (
    select award_key
    from placed
    group by award_key
    having max(place) = 1
),

-- Few days for many awards. The euro's rates have no gap and the krone is tied to it: the last one known stands.
euros as (
    select
        day.rate_date,
        euro.rate_dkk
    from (select distinct rate_date from effective) as day
    asof inner join seed.exchange_rate as euro
        on euro.currency = 'EUR' and day.rate_date >= euro.rate_date
)

select
    effective.award_key,
    effective.notice_id,
    effective.award_id,
    effective.item,
    effective.lot_ids,
    effective.status,
    effective.reason,
    coalesce(effective.title, lot.title, notice.title) as title,
    effective.contract_no,
    effective.segment_code,
    effective.bids_received,
    effective.publication_date,
    effective.award_date,
    effective.contract_date,
    effective.customer_text,
    effective.is_framework,
    effective.is_direct_award,
    effective.amount,
    effective.currency,
    effective.published_amount,
    effective.amended_by,
    effective.value_kind,
    effective.value_flag,
    case
        when effective.value_flag = 'ok' and effective.value_kind in ('contract', 'call_off')
            then effective.amount_in_dkk
    end as amount_dkk,
    case
        when effective.value_flag = 'ok' and effective.value_kind in ('contract', 'call_off')
            then cast(round(effective.amount_in_dkk / euro.rate_dkk, 2) as decimal(24, 2))
    end as amount_eur,
    case when first_tellings.award_key is not null then effective.amount_in_dkk end as ceiling_dkk,
    effective.rate,
    effective.rate_date,
    euro.rate_dkk as rate_eur,
    effective.evidence_id,
    effective.part
from effective
inner join core.notice as notice on effective.notice_id = notice.notice_id
left join core.lot as lot on effective.notice_id = lot.notice_id and effective.lot_ids[1] = lot.lot_id
left join first_tellings on effective.award_key = first_tellings.award_key
left join euros as euro on effective.rate_date = euro.rate_date
