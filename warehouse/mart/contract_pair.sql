-- Two contracts of which the later may follow the earlier, with how much their subjects agree.
-- They have a buyer in common (or its owner), the same four first digits of the CPV code or a component in common, and
-- the later call falls between two years before the earliest and two years after the latest end of the earlier one;
-- where no end is stated, between one and ten years after its result. Similarity is the mean of two measures of the
-- letter groups that the subjects share: as a part of both, and as a part of the shorter. Pairs below 0.25 are left
-- out.
-- Grain: contract_id, next_contract_id
-- Check: similarity between 0 and 1
-- Column contract_id: the earlier contract
-- Column next_contract_id: the later one
-- Column similarity: how much the subjects agree, 0 to 1
with numbered as (
    select
        contract.contract_id,
        contract.procedure_key,
        contract.status,
        contract.buyer_ids,
        contract.cpv_main,
        contract.component_ids,
        contract.signal_date,
        contract.award_date,
        contract.end_date,
        contract.latest_end_date,
        subject.pieces,
        contract.rowid as number
    from mart.contract as contract
    inner join mart.contract_subject as subject on contract.contract_id = subject.contract_id
    where subject.pieces is not null
),

-- Letter groups as numbers: numbers meet faster than texts.
grouped as (
    select
        number,
        list_transform(pieces, lambda piece: cast(hash(piece) % 2147483647 as integer)) as pieces
    from numbered
),

owners as (
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
        number,
        left(cpv_main, 4) as cpv_class,
        component_ids,
        unnest(buyer_ids) as player_id
    from numbered
),

keys as (
    select
        buyers.number,
        hash(owners.group_id, buyers.cpv_class) as meeting
    from buyers
    inner join owners on buyers.player_id = owners.player_id
    where buyers.cpv_class is not null
    union
    select
        named.number,
        hash(owners.group_id, named.component_id) as meeting
    from (
        select
            number,
            player_id,
            unnest(component_ids) as component_id
        from buyers
    ) as named
    inner join owners on named.player_id = owners.player_id
),

dated as (
    select
        keys.meeting,
        numbered.number,
        hash(numbered.procedure_key) as procedure,
        numbered.status = 'awarded' as is_awarded,
        numbered.signal_date,
        greatest(coalesce(numbered.end_date - 730, numbered.award_date + 365), numbered.award_date + 91) as from_date,
        coalesce(numbered.latest_end_date + 730, numbered.award_date + 3650) as to_date
    from keys
    inner join numbered on keys.number = numbered.number
),

met as (
    select distinct
        earlier.number,
        later.number as next_number
    from dated as earlier
    inner join dated as later on earlier.meeting = later.meeting
    where
        earlier.is_awarded
        and earlier.procedure <> later.procedure
        and later.signal_date between earlier.from_date and earlier.to_date
),

shared as (
    select
        met.number,
        met.next_number,
        len(list_intersect(one.pieces, two.pieces)) as shared_count,
        len(one.pieces) as one_count,
        len(two.pieces) as two_count
    from met
    inner join grouped as one on met.number = one.number
    inner join grouped as two on met.next_number = two.number
),

alike as (
    select
        number,
        next_number,
        round((2 * shared_count / (one_count + two_count) + shared_count / least(one_count, two_count)) / 2, 4)
            as similarity
    from shared
)

select
    one.contract_id,
    two.contract_id as next_contract_id,
    alike.similarity
from alike
inner join numbered as one on alike.number = one.number
inner join numbered as two on alike.next_number = two.number
where alike.similarity >= 0.25
