-- Two contracts of which the later may follow the earlier, with how much their subjects agree.
-- They have a buyer in common (or its owner), the same four first digits of the CPV code or a component in common, and
-- the later call falls between two years before the earliest and two years after the latest end of the earlier one;
-- where no end is stated, between one and ten years after its result. Similarity is the mean of two measures of the
-- letter groups that the subjects share: as a part of both, and as a part of the shorter.
-- Grain: contract_id, next_contract_id
-- Check: similarity between 0 and 1
-- Column contract_id: the earlier contract
-- Column next_contract_id: the later one
-- Column similarity: how much the subjects agree, 0 to 1
with owners as (
    select
        player_id,
        player_id as group_id
    from core.player
    union
    select
        player_id,
        parent_id as group_id
    from core.player
    where parent_id is not null and coalesce(is_public, false)
),

buyers as (
    select
        contract_id,
        cpv_main,
        component_ids,
        unnest(buyer_ids) as player_id
    from mart.contract
),

-- Numbers meet faster than texts.
keys as (
    select
        buyers.contract_id,
        hash(owners.group_id, left(buyers.cpv_main, 4)) as meeting
    from buyers
    inner join owners on buyers.player_id = owners.player_id
    where buyers.cpv_main is not null
    union
    select
        named.contract_id,
        hash(owners.group_id, named.component_id) as meeting
    from (
        select
            contract_id,
            player_id,
            unnest(component_ids) as component_id
        from buyers
    ) as named
    inner join owners on named.player_id = owners.player_id
),

dated as (
    select
        keys.meeting,
        contract.contract_id,
        contract.procedure_key,
        contract.status,
        contract.signal_date,
        contract.award_date,
        coalesce(contract.end_date - 730, contract.award_date + 365) as from_date,
        coalesce(contract.latest_end_date + 730, contract.award_date + 3650) as to_date
    from keys
    inner join mart.contract as contract on keys.contract_id = contract.contract_id
),

met as (
    select distinct
        earlier.contract_id,
        later.contract_id as next_contract_id
    from dated as earlier
    inner join dated as later on earlier.meeting = later.meeting
    where
        earlier.status = 'awarded'
        and earlier.procedure_key <> later.procedure_key
        and later.signal_date > earlier.award_date + 90
        and later.signal_date between earlier.from_date and earlier.to_date
),

shared as (
    select
        met.contract_id,
        met.next_contract_id,
        len(list_intersect(one.pieces, two.pieces)) as shared_count,
        len(one.pieces) as one_count,
        len(two.pieces) as two_count
    from met
    inner join mart.contract_subject as one on met.contract_id = one.contract_id
    inner join mart.contract_subject as two on met.next_contract_id = two.contract_id
    where one.pieces is not null and two.pieces is not null
)

select
    contract_id,
    next_contract_id,
    round((2 * shared_count / (one_count + two_count) + shared_count / least(one_count, two_count)) / 2, 4)
        as similarity
from shared
where shared_count > 0
