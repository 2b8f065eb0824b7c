-- A unit behind the headline figures, or a part of one: what two editions are compared by.
-- A unit (an award, a document, a contract) is a row whose part is empty; its parts say who won it, which theme or
-- which technology it names. Sums and counts of these rows are the figures, so a difference of figures is one of rows.
-- Grain: basis, unit_id, part_id
-- Check: basis in ('award', 'policy', 'technology', 'contract', 'retender')
-- Column basis: award, policy, technology, contract or retender
-- Column unit_id: the unit, the same in later editions: a notice's family and the award, or the document
-- Column part_id: empty for the unit itself, else the supplier as named, the theme or the technology
-- Column slice: segment, theme, technology and stream, or half-year
-- Column year: year of publication; empty where it is not known or does not matter
-- Column player_id: who: the supplier or the policy's owner
-- Column day: day of publication
-- Column source: the source
-- Column version: the bytes that say it, with the amendment that counts
-- Column amount: kroner of a market value, or 1
-- Column weight: its part of the unit, or 1
with awards as (
    select
        award.award_key,
        notice.family_id || '#' || split_part(award.award_key, '#', 2) as unit_id,
        coalesce(award.segment_code, 'none') as slice,
        coalesce(cast(year(award.publication_date) as varchar), '') as year,
        award.publication_date as day,
        notice.source,
        award.evidence_id || '/' || coalesce(award.amended_by, '') as version,
        award.amount_dkk
    from core.award as award
    inner join core.notice as notice on award.notice_id = notice.notice_id
    where award.status = 'awarded'
    qualify
        row_number() over (
            partition by notice.family_id, split_part(award.award_key, '#', 2) order by award.award_key
        ) = 1
),

policies as (
    select
        document.document_id as unit_id,
        owner.player_id,
        document.published_date as day,
        document.source,
        document.text_digest as version
    from core.document as document
    inner join core.document_player as owner on document.document_id = owner.document_id
    inner join core.player as player on owner.player_id = player.player_id
    where document.stream = 'policy' and document.is_policy and document.own_copy_of is null and player.is_customer
),

spoken as (
    select
        document.owner_kind,
        document.owner_id,
        document.owner_kind || ':' || coalesce(notice.family_id, document.owner_id) as unit_id,
        document.stream,
        max(said.published_date) as day,
        document.panel as source,
        max(said.text_digest) as version
    from core.stream_document as document
    inner join core.text as said on document.owner_kind = said.owner_kind and document.owner_id = said.owner_id
    left join core.notice as notice on document.owner_kind = 'notice' and document.owner_id = notice.notice_id
    group by all
),

-- Notices that correct one another may both stand; each is counted, so each is a unit of its own.
dated as (
    select
        owner_kind,
        owner_id,
        unit_id
        || coalesce('#' || nullif(row_number() over (partition by unit_id order by owner_id), 1), '') as unit_id,
        stream,
        day,
        source,
        version
    from spoken
)

select
    'award' as basis,
    unit_id,
    '' as part_id,
    slice,
    year,
    cast(null as varchar) as player_id,
    day,
    source,
    version,
    cast(coalesce(amount_dkk, 0) as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from awards
union all
select
    'award' as basis,
    awards.unit_id,
    supplier.organisation_key as part_id,
    awards.slice,
    awards.year,
    min(supplier.player_id) as player_id,
    awards.day,
    awards.source,
    awards.version,
    cast(0 as decimal(24, 2)) as amount,
    cast(sum(supplier.weight) as decimal(24, 12)) as weight
from awards
inner join core.award_supplier as supplier on awards.award_key = supplier.award_key
where supplier.role = 'supplier'
group by awards.unit_id, supplier.organisation_key, awards.slice, awards.year, awards.day, awards.source, awards.version
union all
select
    'policy' as basis,
    unit_id,
    '' as part_id,
    '' as slice,
    '' as year,
    player_id,
    day,
    source,
    version,
    cast(1 as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from policies
union all
select distinct
    'policy' as basis,
    policies.unit_id,
    named.theme as part_id,
    named.theme as slice,
    '' as year,
    policies.player_id,
    policies.day,
    policies.source,
    policies.version,
    cast(1 as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from policies
inner join core.theme_mention as named on policies.version = named.text_digest
union all
select
    'technology' as basis,
    unit_id,
    '' as part_id,
    stream as slice,
    '' as year,
    cast(null as varchar) as player_id,
    day,
    source,
    version,
    cast(1 as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from dated
union all
select
    'technology' as basis,
    dated.unit_id,
    named.technology as part_id,
    named.technology || '/' || dated.stream as slice,
    '' as year,
    cast(null as varchar) as player_id,
    dated.day,
    dated.source,
    dated.version,
    cast(1 as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from dated
inner join core.technology_document as named
    on dated.owner_kind = named.owner_kind and dated.owner_id = named.owner_id
union all
select
    'contract' as basis,
    awards.unit_id,
    '' as part_id,
    period.half_year as slice,
    '' as year,
    cast(null as varchar) as player_id,
    awards.day,
    awards.source,
    awards.version,
    cast(1 as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from awards
inner join mart.contract_period as period on awards.award_key = period.award_key
where period.half_year is not null
union all
select
    'retender' as basis,
    calendar.chain_id as unit_id,
    '' as part_id,
    cast(year(calendar.p50_date) as varchar)
    || case when month(calendar.p50_date) <= 6 then '-H1' else '-H2' end as slice,
    '' as year,
    cast(null as varchar) as player_id,
    contract.signal_date as day,
    notice.source,
    calendar.evidence_id || '/' || calendar.state as version,
    cast(1 as decimal(24, 2)) as amount,
    cast(1 as decimal(24, 12)) as weight
from mart.retender_calendar as calendar
inner join mart.contract as contract on calendar.contract_id = contract.contract_id
inner join core.notice as notice on contract.notice_id = notice.notice_id
where calendar.state in ('expected', 'extended', 'open')
