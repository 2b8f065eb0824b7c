-- A contract's place in its chain: what was there before it, and what followed.
-- A chain begins with a contract that follows none; one that is followed by none is its end. is_learned marks the
-- windows that are closed: the latest end is a year past, so that a later call would have been seen.
-- Grain: contract_id
-- Check: place >= 1 and place <= chain_length
-- Check: not is_learned or residual_months is not null
-- Check: not (is_learned and is_never_called)
-- Column contract_id: the contract
-- Column chain_id: the first contract of the chain
-- Column place: 1 for the first
-- Column chain_length: how many contracts the chain has
-- Column previous_contract_id: the one before
-- Column next_contract_id: the one that follows
-- Column next_basis: why they belong together: previous notice, or same subject
-- Column similarity: how much of the titles' letter groups is the same, 0 to 1
-- Column next_signal_date: day on which the market first heard of the one that follows
-- Column residual_months: months from the latest end to that day; negative before it
-- Column has_same_supplier: whether a supplier won again; NULL where that cannot be told
-- Column has_option: whether the contract can be renewed or states options
-- Column segment_code: the segment
-- Column is_never_called: whether its latest end is a year past and nothing has followed it
-- Column is_learned: whether its window is closed and told, so that windows are learnt from it
with recursive walked as (
    select
        contract.contract_id,
        contract.contract_id as chain_id,
        1 as place
    from mart.contract as contract
    anti join mart.contract_link as before on contract.contract_id = before.next_contract_id
    union all
    select
        link.next_contract_id as contract_id,
        walked.chain_id,
        walked.place + 1 as place
    from walked
    inner join mart.contract_link as link on walked.contract_id = link.contract_id
)

select
    walked.contract_id,
    walked.chain_id,
    walked.place,
    count(*) over (partition by walked.chain_id) as chain_length,
    before.contract_id as previous_contract_id,
    link.next_contract_id,
    link.basis as next_basis,
    link.similarity,
    link.next_signal_date,
    link.residual_months,
    link.has_same_supplier,
    coalesce(contract.has_option, false) as has_option,
    contract.segment_code,
    coalesce(link.next_contract_id is null and contract.latest_end_date <= study.as_of - 365, false) as is_never_called,
    link.residual_months is not null and contract.latest_end_date <= study.as_of - 365 as is_learned
from walked
inner join mart.contract as contract on walked.contract_id = contract.contract_id
cross join core.study as study
left join mart.contract_link as link on walked.contract_id = link.contract_id
left join mart.contract_link as before on walked.contract_id = before.next_contract_id
