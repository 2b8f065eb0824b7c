-- An amendment: a contract's new total as a modification notice states it, and the award whose amount it replaces.
-- Amounts of amendments replace one another and are never added; the last trusted one is the award's amount today.
-- Grain: amendment_key
-- Check: (award_key is null) = (reason is not null)
-- Check: change_dkk is null or change_dkk = after_dkk - before_dkk
-- Check: replaces is null or award_key is not null
-- Column amendment_key: the modification notice's id and its award's, joined by #
-- Column notice_id: the modification notice
-- Column publication_date: day of publication
-- Column award_key: the award that it amends; NULL where we do not hold it or cannot tell which
-- Column basis: how that was found: contract_no, only_award, lot or none
-- Column reason: why the award is not known, in a sentence
-- Column replaces: the amendment of the same award that was in force before; NULL where it replaces the award's own
-- Column buyer_player_id: the buyer, or the one with the largest part of a joint notice
-- Column buyer_name: its name, with how many others buy with it
-- Column title: title of the modification notice
-- Column amount: the new total as published
-- Column currency: its currency
-- Column value_flag: ok, or why the new total is not to be trusted
-- Column before_dkk: the total in kroner that was in force before; NULL unless trusted
-- Column after_dkk: the new total in kroner; NULL unless trusted
-- Column change_dkk: the difference; NULL unless both are known
-- Column rate: kroner for one unit of the currency
-- Column rate_date: the day of that rate
-- Column is_latest: whether it is the last trusted one of its award
-- Column url: page of the modification notice
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with steps as (
    select
        award_key,
        amendment_key,
        amount_in_dkk,
        publication_date,
        lag(amendment_key) over of_award as replaces,
        lag(amount_in_dkk) over of_award as previous_dkk
    from core.amendment
    where award_key is not null and value_flag = 'ok'
    window of_award as (partition by award_key order by publication_date asc nulls first, amendment_key asc)
),

totals as (
    select
        amendment.*,
        steps.replaces,
        case
            when amendment.value_flag <> 'ok' then null
            when steps.replaces is not null then steps.previous_dkk
            when award.value_flag = 'ok' and award.value_kind in ('contract', 'call_off') then award.amount_in_dkk
        end as before_dkk,
        case when amendment.value_flag = 'ok' then amendment.amount_in_dkk end as after_dkk
    from core.amendment as amendment
    left join steps on amendment.amendment_key = steps.amendment_key
    left join core.award_statement as award on amendment.award_key = award.award_key
)

select
    totals.amendment_key,
    totals.notice_id,
    totals.publication_date,
    totals.award_key,
    totals.basis,
    totals.reason,
    totals.replaces,
    notice.buyer_player_id,
    notice.buyer_name,
    notice.title,
    totals.amount,
    totals.currency,
    totals.value_flag,
    totals.before_dkk,
    totals.after_dkk,
    totals.after_dkk - totals.before_dkk as change_dkk,
    totals.rate,
    totals.rate_date,
    totals.is_latest,
    notice.url,
    totals.evidence_id,
    totals.part
from totals
inner join mart.notice as notice on totals.notice_id = notice.notice_id
