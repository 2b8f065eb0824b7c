-- A contract and the one that follows it: what was called for when the first was about to end.
-- Either the later call names the earlier notice as its previous publication, or buyer, subject and words agree: one
-- buyer in common (or its owner), the same four first digits of the CPV code or a component in common, a call between
-- two years before the earliest and two years after the latest end, and titles that share at least 45 % of their
-- letter groups. Words that every title has, and the buyer's own name, do not count. Each contract follows at most
-- one and is followed by at most one: the pair must be the best for both. The threshold was tuned on pairs that people
-- judged (`tests/warehouse/contract_pairs.csv`).
-- Grain: contract_id
-- Check: next_signal_date > award_date
-- Check: basis in ('previous notice', 'same subject')
-- Check: similarity between 0 and 1
-- Column contract_id: the earlier contract
-- Column next_contract_id: the one that follows it
-- Column basis: previous notice (one procedure goes on), or same subject (buyer, subject and words agree)
-- Column similarity: how much of the titles' letter groups is the same, 0 to 1
-- Column award_date: day on which the earlier one's result was published
-- Column next_signal_date: day on which the market first heard of the later one
-- Column residual_months: months from the earlier one's latest end to that day; negative before it; NULL without an end
-- Column has_same_supplier: whether a supplier of the earlier one won again; NULL where the later has no award yet
with words as (
    select
        *,
        list_filter(
            regexp_extract_all(lower(coalesce(title, '')), '[a-zæøåäöüé]{3,}'),
            lambda word: not contains(lower(coalesce(buyer_name, '')), word)
            and word not in (
                'udbud', 'levering', 'indkøb', 'køb', 'anskaffelse', 'rammeaftale', 'aftale', 'kontrakt', 'kommune',
                'kommunes', 'kommunen', 'region', 'til', 'det', 'den', 'der', 'som', 'med', 'for', 'ved', 'samt',
                'vedrørende', 'system', 'løsning', 'ydelser', 'tjenester', 'drift', 'support', 'vedligeholdelse',
                'implementering', 'procurement', 'framework', 'agreement', 'contract', 'services', 'service',
                'supply', 'delivery', 'and', 'the', 'with', 'new', 'nyt', 'lot', 'delaftale'
            )
        ) as kept
    from mart.contract
),

grams as (
    select
        * exclude (kept),
        list_distinct(
            list_transform(
                generate_series(1, greatest(length(array_to_string(kept, ' ')) - 3, 1)),
                lambda spot: substr(array_to_string(kept, ' '), spot, 4)
            )
        ) as pieces
    from words
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

members as (
    select distinct
        grams.contract_id,
        owners.group_id
    from (select contract_id, unnest(buyer_ids) as player_id from grams) as grams
    inner join owners on grams.player_id = owners.player_id
),

subjects as (
    select
        contract_id,
        'cpv:' || left(cpv_main, 4) as subject
    from mart.contract
    where cpv_main is not null
    union
    select
        contract_id,
        'component:' || unnest(component_ids) as subject
    from mart.contract
),

keys as (
    select
        members.contract_id,
        members.group_id || '|' || subjects.subject as meeting
    from members
    inner join subjects on members.contract_id = subjects.contract_id
),

pairs as (
    select distinct
        earlier.contract_id,
        later.contract_id as next_contract_id
    from keys as earlier
    inner join keys as later on earlier.meeting = later.meeting
    inner join mart.contract as first on earlier.contract_id = first.contract_id and first.status = 'awarded'
    inner join mart.contract as second on later.contract_id = second.contract_id
    where
        second.signal_date > first.award_date + 90
        and second.procedure_key <> first.procedure_key
        and second.signal_date >= coalesce(first.end_date - 730, first.award_date + 365)
        and second.signal_date <= coalesce(first.latest_end_date + 730, first.award_date + 3650)
),

alike as (
    select
        pairs.contract_id,
        pairs.next_contract_id,
        2 * len(list_intersect(first.pieces, second.pieces)) / (len(first.pieces) + len(second.pieces)) as similarity
    from pairs
    inner join grams as first on pairs.contract_id = first.contract_id
    inner join grams as second on pairs.next_contract_id = second.contract_id
    where second.pieces[1] <> '' and first.pieces[1] <> ''
),

joined as (
    select
        contract_id,
        next_contract_id,
        'same subject' as basis,
        similarity
    from alike
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
            and second.signal_date > first.award_date
    where first.status = 'awarded'
),

dated as (
    select
        joined.*,
        first.award_date,
        second.signal_date as next_signal_date,
        date_diff('day', first.latest_end_date, second.signal_date) / 30.4375 as residual_months,
        case
            when second.status = 'awarded' and len(first.supplier_ids) > 0 and len(second.supplier_ids) > 0
                then list_has_any(first.supplier_ids, second.supplier_ids)
        end as has_same_supplier
    from joined
    inner join mart.contract as first on joined.contract_id = first.contract_id
    inner join mart.contract as second on joined.next_contract_id = second.contract_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by contract_id
            order by basis, similarity desc, abs(coalesce(residual_months, 0)), next_signal_date, next_contract_id
        ) as place,
        row_number() over (
            partition by next_contract_id
            order by basis, similarity desc, abs(coalesce(residual_months, 0)), award_date desc, contract_id
        ) as next_place
    from dated
)

select
    contract_id,
    next_contract_id,
    basis,
    round(similarity, 4) as similarity,
    award_date,
    next_signal_date,
    round(residual_months, 3) as residual_months,
    has_same_supplier
from ranked
where place = 1 and next_place = 1
