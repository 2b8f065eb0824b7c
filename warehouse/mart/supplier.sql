-- A player that has won: one that an award of a current notice names as supplier.
-- Grain: player_id
-- Check: award_count > 0
-- Check: value_coverage between 0 and 1
-- Column player_id: the supplier
-- Column supplier_name: its name
-- Column player_class: its class
-- Column is_public: whether it is a public body; NULL where unknown
-- Column award_count: awards by its part in them: a joint award of two counts a half
-- Column participation_count: awards that it takes part in, joint ones counted whole
-- Column buyer_count: different buyers of those awards
-- Column known_value_dkk: its part of their trusted market value
-- Column value_coverage: share of those awards whose value is known
-- Column first_award_date: day on which its first award was published
-- Column last_award_date: day of its last
with won as (
    select
        supplier.player_id,
        cast(sum(supplier.weight) as double) as award_count,
        count(*) as participation_count,
        count(award.amount_dkk) as known_count,
        sum(cast(award.amount_dkk * supplier.weight as decimal(24, 2))) as known_value_dkk,
        min(award.publication_date) as first_award_date,
        max(award.publication_date) as last_award_date
    from core.award_supplier as supplier
    inner join core.award as award on supplier.award_key = award.award_key
    where supplier.role = 'supplier' and award.status = 'awarded'
    group by supplier.player_id
),

buyers as (
    select
        supplier.player_id,
        count(distinct buyer.player_id) as buyer_count
    from core.award_supplier as supplier
    inner join core.award as award on supplier.award_key = award.award_key
    inner join core.award_buyer as buyer on supplier.award_key = buyer.award_key
    where supplier.role = 'supplier' and award.status = 'awarded'
    group by supplier.player_id
)

select
    won.player_id,
    player.player_name as supplier_name,
    player.player_class,
    player.is_public,
    round(won.award_count, 6) as award_count,
    won.participation_count,
    coalesce(buyers.buyer_count, 0) as buyer_count,
    won.known_value_dkk,
    won.known_count / won.participation_count as value_coverage,
    won.first_award_date,
    won.last_award_date
from won
inner join core.player as player on won.player_id = player.player_id
left join buyers on won.player_id = buyers.player_id
