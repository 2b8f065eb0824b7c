-- A supplier of an award, with its part of it: parts of joint suppliers sum to 1, subcontractors have none.
-- Where the name's place names nobody ("none chosen", "TBC") there is no supplier.
-- Grain: award_key, player_id
-- Check: role in ('supplier', 'subcontractor')
-- Check: weight between 0 and 1
-- Check: role = 'supplier' or weight = 0
-- Column award_key: the award
-- Column notice_id: its notice
-- Column player_id: the supplier
-- Column player_name: its name
-- Column organisation_key: how the notice names it
-- Column role: supplier or subcontractor
-- Column weight: its part, decimal
with named as (
    select
        supplier.notice_id || '#' || supplier.award_id as award_key,
        supplier.notice_id,
        organisation.player_id,
        min(supplier.organisation_key) as organisation_key,
        bool_or(supplier.role = 'supplier') as is_supplier
    from raw.award_supplier as supplier
    inner join core.notice as notice
        on
            supplier.notice_id = notice.notice_id
            and supplier.evidence_id = notice.evidence_id
            and supplier.part = notice.part
    inner join core.organisation as organisation on supplier.organisation_key = organisation.organisation_key
    where
        notice.is_current and notice.notice_kind in ('result', 'modification')
        and not organisation.names_no_firm
    group by all
)

select
    named.award_key,
    named.notice_id,
    named.player_id,
    player.player_name,
    named.organisation_key,
    case when named.is_supplier then 'supplier' else 'subcontractor' end as role,
    cast(
        case
            when named.is_supplier
                then 1.0 / count(*) filter (where named.is_supplier) over (partition by named.award_key)
            else 0
        end as decimal(18, 12)
    ) as weight
from named
inner join core.player as player on named.player_id = player.player_id
