-- Who speaks in a notice or document: the first buyer, or the publisher, as one player wherever it speaks.
-- Grain: owner_kind, owner_id
-- Check: actor in ('focal', 'municipality', 'state', 'supplier', 'other')
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column speaker_id: the player; the publisher's name where it is no known player
-- Column speaker_name: its name
-- Column actor: focal, municipality (regions too), state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column stream: procurement, award, vendor or policy
-- Column published_date: day of publication, or of the first capture
-- Column is_dated: whether the day is the publisher's word
-- Column source: the source
-- Column title: title of the notice or document
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
with owners as (
    select
        owner_kind,
        owner_id,
        min(stream) as stream,
        min(organisation) as organisation,
        min(who) as who,
        min(published_date) as published_date,
        bool_and(is_dated) as is_dated,
        min(source) as source,
        min(title) as title,
        min(url) as url,
        min(evidence_id) as evidence_id
    from core.text
    group by owner_kind, owner_id
)

select
    owners.owner_kind,
    owners.owner_id,
    coalesce(player.player_id, owners.organisation, owners.source) as speaker_id,
    coalesce(player.player_name, owners.who, owners.source) as speaker_name,
    case
        when player.is_focal then 'focal'
        when player.player_class in ('municipality', 'region') then 'municipality'
        when player.player_class in ('state', 'public_body') then 'state'
        when player.is_public = false or (player.player_id is null and owners.stream = 'vendor') then 'supplier'
        when owners.stream = 'vendor' and player.is_public is null then 'supplier'
        else 'other'
    end as actor,
    coalesce(player.is_customer, false) as is_customer,
    owners.stream,
    owners.published_date,
    owners.is_dated,
    owners.source,
    owners.title,
    owners.url,
    owners.evidence_id
from owners
left join core.document_player as publisher
    on owners.owner_kind = 'document' and owners.owner_id = publisher.document_id
left join core.player as player on coalesce(publisher.player_id, owners.organisation) = player.player_id
