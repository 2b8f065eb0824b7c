-- A contract's new total, as a modification notice states it, and the award whose amount it replaces.
-- The award is found in the notice that is modified (or the result of the same procedure) by contract number, by lot,
-- or because there is only one; amounts of amendments are never added to anything.
-- Grain: amendment_key
-- Check: (award_key is null) = (reason is not null)
-- Column amendment_key: the modification notice's id and its award's, joined by #
-- Column notice_id: the modification notice
-- Column award_key: the award that it amends; NULL where we do not hold it or cannot tell which
-- Column basis: contract_no, lot, only_award or none
-- Column reason: why the award is not known; NULL where it is
-- Column amount: the new total as published
-- Column currency: its currency
-- Column value_flag: ok, or why the amount is not to be trusted
-- Column rate: kroner for one unit of the currency
-- Column rate_date: the day of that rate
-- Column amount_in_dkk: the new total in kroner
-- Column publication_date: day of publication
-- Column is_latest: whether it is the last trusted one of its award
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with modifications as (
    select
        statement.*,
        coalesce(nullif(named.target_id, statement.notice_id), previous.target_id) as target_id,
        notice.procedure_id
    from core.award_statement as statement
    inner join core.notice as notice on statement.notice_id = notice.notice_id
    left join core.notice_reference as named
        on statement.notice_id = named.notice_id and named.relation = 'modified'
    left join core.notice_reference as previous
        on statement.notice_id = previous.notice_id and previous.relation = 'previous'
    where statement.notice_kind = 'modification'
),

results as (
    select
        statement.award_key,
        statement.notice_id,
        notice.family_id,
        notice.procedure_id,
        statement.contract_no,
        statement.lot_ids,
        count(*) over (partition by statement.notice_id) as award_count
    from core.award_statement as statement
    inner join core.notice as notice on statement.notice_id = notice.notice_id
    where statement.notice_kind = 'result' and statement.status = 'awarded'
),

by_notice as (
    select
        modifications.award_key as amendment_key,
        results.award_key,
        results.award_count,
        coalesce(upper(trim(results.contract_no)) = upper(trim(modifications.contract_no)), false) as same_contract,
        list_has_any(results.lot_ids, modifications.lot_ids) as same_lot
    from modifications
    inner join core.notice as target on modifications.target_id = target.notice_id
    inner join results on target.family_id = results.family_id
),

by_procedure as (
    select
        modifications.award_key as amendment_key,
        results.award_key,
        results.award_count,
        coalesce(upper(trim(results.contract_no)) = upper(trim(modifications.contract_no)), false) as same_contract,
        list_has_any(results.lot_ids, modifications.lot_ids) as same_lot
    from modifications
    inner join results on modifications.procedure_id = results.procedure_id
    anti join by_notice on modifications.award_key = by_notice.amendment_key
),

candidates as (
    select * from by_notice
    union all
    select * from by_procedure
),

ranked as (
    select
        amendment_key,
        award_key,
        case when same_contract then 1 when award_count = 1 then 2 when same_lot then 3 end as grade,
        case when same_contract then 'contract_no' when award_count = 1 then 'only_award' else 'lot' end as basis,
        count(*) over (
            partition by
                amendment_key,
                case when same_contract then 1 when award_count = 1 then 2 when same_lot then 3 end
        ) as equal_count
    from candidates
),

matched as (
    select
        amendment_key,
        award_key,
        basis
    from ranked
    where grade is not null
    -- Two awards that fit equally well are no match: better an old amount than the wrong one.
    qualify row_number() over (partition by amendment_key order by grade asc, award_key asc) = 1 and equal_count = 1
)

select
    modifications.award_key as amendment_key,
    modifications.notice_id,
    matched.award_key,
    coalesce(matched.basis, 'none') as basis,
    case
        when matched.award_key is not null then null
        when
            modifications.award_key in (
                select fitting.amendment_key from ranked as fitting
                where fitting.grade is not null
            )
            then 'several awards fit equally well'
        when modifications.award_key in (select candidates.amendment_key from candidates)
            then 'the notice that it modifies has several awards and none has its contract number or lot'
        when modifications.target_id is not null then 'the notice that it modifies tells of no award made'
        else 'the notice that it modifies is not held'
    end as reason,
    modifications.amount,
    modifications.currency,
    modifications.value_flag,
    modifications.rate,
    modifications.rate_date,
    modifications.amount_in_dkk,
    modifications.publication_date,
    matched.award_key is not null
    and modifications.value_flag = 'ok'
    and row_number() over (
        partition by matched.award_key
        order by
            (modifications.value_flag = 'ok') desc,
            modifications.publication_date desc nulls last,
            modifications.award_key desc
    ) = 1 as is_latest,
    modifications.evidence_id,
    modifications.part
from modifications
left join matched on modifications.award_key = matched.amendment_key
