-- A contract and the one that follows it: what was called for when the first was about to end.
-- Either the later call names the earlier notice as its previous publication (both are one procedure then), or buyer,
-- subject and time agree (mart.contract_pair) and the subjects' similarity is 0.45 or more: on pairs that people judged
-- (`tests/warehouse/contract_pairs.csv`) that finds nine of ten and is hardly ever wrong. Each contract follows at most
-- one and is followed by at most one: the pair must be the best for both.
-- Grain: contract_id
-- Check: next_signal_date > award_date
-- Check: basis in ('previous notice', 'same subject')
-- Check: similarity between 0 and 1
-- Column contract_id: the earlier contract
-- Column next_contract_id: the one that follows it
-- Column basis: previous notice (one procedure goes on), or same subject (buyer, subject and time agree)
-- Column similarity: how much the subjects agree, 0 to 1
-- Column award_date: day on which the earlier one's result was published
-- Column next_signal_date: day on which the market first heard of the later one
-- Column residual_months: months from the earlier one's latest end to that day; negative before it; NULL without an end
-- Column has_same_supplier: whether a supplier of the earlier one won again; NULL where the later has no award yet
with joined as (
    select
        contract_id,
        next_contract_id,
        'same subject' as basis,
        similarity
    from mart.contract_pair
    where similarity >= 0.45
    union all
    select
        first.contract_id,
        second.contract_id as next_contract_id,
        'previous notice' as basis,
        1.0 as similarity
    from mart.contract as first
    inner join mart.contract as second
        on
            first.procedure_key = second.procedure_key
            and first.lot_id is not distinct from second.lot_id
            and first.award_date < second.signal_date
    where first.status = 'awarded'
),

-- Contracts as numbers in the order of their ids: of many pairs few are the best, and only those need be told whole.
dated as (
    select
        first.rowid as number,
        second.rowid as next_number,
        joined.basis = 'same subject' as is_by_subject,
        joined.similarity,
        first.award_date,
        second.signal_date as next_signal_date,
        date_diff('day', first.latest_end_date, second.signal_date) / 30.4375 as residual_months
    from joined
    inner join mart.contract as first on joined.contract_id = first.contract_id
    inner join mart.contract as second on joined.next_contract_id = second.contract_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by number
            order by
                is_by_subject asc,
                similarity desc,
                abs(coalesce(residual_months, 0)) asc,
                next_signal_date asc,
                next_number asc
        ) as place,
        row_number() over (
            partition by next_number
            order by
                is_by_subject asc,
                similarity desc,
                abs(coalesce(residual_months, 0)) asc,
                award_date desc,
                number asc
        ) as next_place
    from dated
)

select
    first.contract_id,
    second.contract_id as next_contract_id,
    case when ranked.is_by_subject then 'same subject' else 'previous notice' end as basis,
    ranked.similarity,
    ranked.award_date,
    ranked.next_signal_date,
    round(ranked.residual_months, 3) as residual_months,
    case
        when second.status = 'awarded' and len(first.supplier_ids) > 0 and len(second.supplier_ids) > 0
            then list_has_any(first.supplier_ids, second.supplier_ids)
    end as has_same_supplier
from ranked
inner join mart.contract as first on ranked.number = first.rowid
inner join mart.contract as second on ranked.next_number = second.rowid
where ranked.place = 1 and ranked.next_place = 1
