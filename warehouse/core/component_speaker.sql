-- A player whose own notices or documents name a component of the focal organisation, or what such a component does.
-- Grain: component_id, player_id, relation, stream
-- Column component_id: the component
-- Column player_id: who says it: a buyer of the notice, or the owner of the document
-- Column relation: name (the component itself) or function (what it does)
-- Column stream: procurement, award, vendor or policy
-- Column owner_count: its notices and documents that say it
-- Column first_date: day of the first of them that says one
-- Column last_date: day of the latest that says one
with owners as (
    select
        'notice' as owner_kind,
        notice_id as owner_id,
        player_id
    from core.notice_buyer
    union all
    select
        'document' as owner_kind,
        document_id as owner_id,
        player_id
    from core.document_player
)

select
    mention.component_id,
    owners.player_id,
    mention.relation,
    said.stream,
    count(distinct said.owner_id) as owner_count,
    min(said.published_date) filter (where said.is_dated) as first_date,
    max(said.published_date) filter (where said.is_dated) as last_date
from core.component_mention as mention
inner join core.text as said on mention.text_digest = said.text_digest
inner join owners on said.owner_kind = owners.owner_kind and said.owner_id = owners.owner_id
group by mention.component_id, owners.player_id, mention.relation, said.stream
