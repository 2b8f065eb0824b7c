-- A player's part in an event that can tie players together: an award won, a lot of a framework, a joint purchase.
-- Events with one player count, too: they say how often the player was there at all. Two on the same framework lot need
-- not work together, so such a lot weighs 1/(k-1) for each pair of its k suppliers.
-- Grain: tie_kind, event_id, player_id, side
-- Check: tie_kind in ('consortium', 'subcontract', 'framework_lot', 'joint_buyer')
-- Column tie_kind: consortium, subcontract, framework_lot or joint_buyer
-- Column event_id: the award, or the notice and its lot
-- Column player_id: the player
-- Column segment_code: the segment, or none: chance is reckoned inside it
-- Column side: any, or main and sub for a subcontract: ties run between the sides
-- Column day: day of publication
-- Column url: page of the notice
-- Column source: the source
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with awards as (
    select
        award.award_key,
        award.notice_id,
        coalesce(award.segment_code, 'none') as segment_code,
        coalesce(array_to_string(award.lot_ids, '+'), '') as lots,
        award.is_framework or award.value_kind = 'framework_ceiling' as is_lot,
        award.publication_date as day,
        notice.url,
        notice.source,
        award.evidence_id,
        award.part
    from core.award as award
    inner join core.notice as notice on award.notice_id = notice.notice_id
    where award.status = 'awarded'
),

with_subcontract as (
    select distinct award_key
    from core.award_supplier
    where role = 'subcontractor'
)

select
    'consortium' as tie_kind,
    awards.award_key as event_id,
    supplier.player_id,
    awards.segment_code,
    'any' as side,
    awards.day,
    awards.url,
    awards.source,
    awards.evidence_id,
    awards.part
from awards
inner join core.award_supplier as supplier on awards.award_key = supplier.award_key
where supplier.role = 'supplier' and not awards.is_lot
union all
select
    'framework_lot' as tie_kind,
    awards.notice_id || '#' || awards.lots as event_id,
    supplier.player_id,
    min(awards.segment_code) as segment_code,
    'any' as side,
    min(awards.day) as day,
    min(awards.url) as url,
    min(awards.source) as source,
    min(awards.evidence_id) as evidence_id,
    min(awards.part) as part
from awards
inner join core.award_supplier as supplier on awards.award_key = supplier.award_key
where supplier.role = 'supplier' and awards.is_lot
group by awards.notice_id, awards.lots, supplier.player_id
union all
select
    'subcontract' as tie_kind,
    awards.award_key as event_id,
    supplier.player_id,
    awards.segment_code,
    case when supplier.role = 'supplier' then 'main' else 'sub' end as side,
    awards.day,
    awards.url,
    awards.source,
    awards.evidence_id,
    awards.part
from awards
inner join with_subcontract on awards.award_key = with_subcontract.award_key
inner join core.award_supplier as supplier on awards.award_key = supplier.award_key
union all
select
    'joint_buyer' as tie_kind,
    awards.award_key as event_id,
    buyer.player_id,
    awards.segment_code,
    'any' as side,
    awards.day,
    awards.url,
    awards.source,
    awards.evidence_id,
    awards.part
from awards
inner join core.award_buyer as buyer on awards.award_key = buyer.award_key
