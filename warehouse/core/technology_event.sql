-- A dated document that names a technology, with who speaks, for whom it counts towards a ring and where it stands.
-- A notice of several buyers is a row for each of them.
-- Grain: technology, owner_kind, owner_id, organisation
-- Check: published_date is not null
-- Column technology: the technology
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column organisation: the buyer or the publisher, as a player where it is a known one
-- Column organisation_name: its name
-- Column stream: procurement, award, vendor or policy
-- Column panel: what trends hold constant: stream and source or publisher
-- Column source: the source
-- Column published_date: day of publication
-- Column is_strategy: whether it is a strategy, policy or plan of a body
-- Column is_public_buyer: whether it is a notice and the organisation buys
-- Column title: its title
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with named as (
    select distinct
        mention.technology,
        said.owner_kind,
        said.owner_id,
        said.stream,
        said.stream || ' ' || said.panel as panel,
        said.source,
        said.organisation,
        said.who,
        said.published_date,
        said.title,
        said.url,
        said.evidence_id,
        said.part
    from core.mention as mention
    inner join core.text as said on mention.text_digest = said.text_digest
    where said.is_dated and said.published_date <= (select max(study.as_of) from core.study as study)
)

select
    named.technology,
    named.owner_kind,
    named.owner_id,
    coalesce(buyer.player_id, owner.player_id, named.organisation, named.panel) as organisation,
    coalesce(buyer.player_name, named.who, named.panel) as organisation_name,
    min(named.stream) as stream,
    min(named.panel) as panel,
    min(named.source) as source,
    min(named.published_date) as published_date,
    bool_or(paper.document_id is not null) as is_strategy,
    bool_or(buyer.player_id is not null) as is_public_buyer,
    min(named.title) as title,
    min(named.url) as url,
    min(named.evidence_id) as evidence_id,
    min(named.part) as part
from named
left join core.notice_buyer as buyer on named.owner_kind = 'notice' and named.owner_id = buyer.notice_id
left join core.document_player as owner on named.owner_kind = 'document' and named.owner_id = owner.document_id
left join core.policy_document as paper on named.owner_kind = 'document' and named.owner_id = paper.document_id
group by
    named.technology,
    named.owner_kind,
    named.owner_id,
    coalesce(buyer.player_id, owner.player_id, named.organisation, named.panel),
    coalesce(buyer.player_name, named.who, named.panel)
