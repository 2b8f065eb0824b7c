-- A player that has bought: one that a current notice names as buyer.
-- Grain: player_id
-- Check: value_coverage is null or value_coverage between 0 and 1
-- Column player_id: the buyer
-- Column buyer_name: its name
-- Column player_class: its class
-- Column notice_count: current notices in which it buys
-- Column award_count: awards that it takes part in, joint ones counted whole
-- Column supplier_count: different suppliers of those awards
-- Column known_value_dkk: its part of their trusted market value
-- Column value_coverage: share of those awards whose value is known; NULL where there are none
-- Column first_notice_date: day of its first current notice
-- Column last_notice_date: day of its last
with notices as (
    select
        buyer.player_id,
        count(*) as notice_count,
        min(notice.publication_date) as first_notice_date,
        max(notice.publication_date) as last_notice_date
    from core.notice_buyer as buyer
    inner join core.notice as notice on buyer.notice_id = notice.notice_id
    where notice.is_current
    group by buyer.player_id
),

awards as (
    select
        buyer.player_id,
        count(*) as award_count,
        count(award.amount_dkk) as known_count,
        sum(cast(award.amount_dkk * buyer.weight as decimal(24, 2))) as known_value_dkk
    from core.award_buyer as buyer
    inner join core.award as award on buyer.award_key = award.award_key
    where award.status = 'awarded'
    group by buyer.player_id
),

suppliers as (
    select
        buyer.player_id,
        count(distinct supplier.player_id) as supplier_count
    from core.award_buyer as buyer
    inner join core.award_supplier as supplier on buyer.award_key = supplier.award_key
    where supplier.role = 'supplier'
    group by buyer.player_id
)

select
    notices.player_id,
    player.player_name as buyer_name,
    player.player_class,
    notices.notice_count,
    coalesce(awards.award_count, 0) as award_count,
    coalesce(suppliers.supplier_count, 0) as supplier_count,
    awards.known_value_dkk,
    awards.known_count / awards.award_count as value_coverage,
    notices.first_notice_date,
    notices.last_notice_date
from notices
inner join core.player as player on notices.player_id = player.player_id
left join awards on notices.player_id = awards.player_id
left join suppliers on notices.player_id = suppliers.player_id
