-- F3.4: what flows from a buyer to a supplier in a segment: awards by both parts, and known value.
-- Parts of joint buyers and joint suppliers multiply, so that the flows of an award sum to one award.
-- Grain: buyer_player_id, supplier_player_id, segment_code
-- Check: award_count > 0
-- Check: buyer_share between 0 and 1
-- Check: known_award_count <= participation_count
-- Column buyer_player_id: the buyer
-- Column buyer_name: its name
-- Column supplier_player_id: the supplier
-- Column supplier_name: its name
-- Column segment_code: the segment
-- Column award_count: awards by the parts of both
-- Column participation_count: awards that both have a part in
-- Column known_award_count: of those, awards whose value is known
-- Column known_value_dkk: their value by the parts of both
-- Column buyer_share: award_count as a share of all that the buyer awarded in the segment
-- Column first_date: day on which the first of them was published
-- Column last_date: day on which the last was
with flows as (
    select
        buyer.player_id as buyer_player_id,
        supplier.player_id as supplier_player_id,
        award.segment_code,
        sum(cast(buyer.weight * supplier.weight as decimal(18, 12))) as award_count,
        count(*) as participation_count,
        count(award.amount_dkk) as known_award_count,
        sum(cast(cast(award.amount_dkk * buyer.weight as decimal(24, 2)) * supplier.weight as decimal(24, 2)))
            as known_value_dkk,
        min(award.publication_date) as first_date,
        max(award.publication_date) as last_date
    from core.award as award
    inner join core.award_buyer as buyer on award.award_key = buyer.award_key
    inner join core.award_supplier as supplier on award.award_key = supplier.award_key and supplier.role = 'supplier'
    where award.status = 'awarded'
    group by all
)

select
    flows.buyer_player_id,
    buyer.player_name as buyer_name,
    flows.supplier_player_id,
    supplier.player_name as supplier_name,
    flows.segment_code,
    round(cast(flows.award_count as double), 6) as award_count,
    flows.participation_count,
    flows.known_award_count,
    flows.known_value_dkk,
    round(
        least(
            flows.award_count / sum(flows.award_count) over (partition by flows.buyer_player_id, flows.segment_code),
            1
        ), 6
    ) as buyer_share,
    flows.first_date,
    flows.last_date
from flows
inner join core.player as buyer on flows.buyer_player_id = buyer.player_id
inner join core.player as supplier on flows.supplier_player_id = supplier.player_id
