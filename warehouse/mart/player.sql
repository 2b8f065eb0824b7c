-- A player: the one actor behind organisations, public or private.
-- Grain: player_id
-- Check: class_reason is not null
-- Check: not is_person or (national_id is null and website is null)
-- Check: organisation_count >= len(names)
-- Check: parent_name is null or parent_id is not null
-- Warn: parent_id is null or parent_id <> player_id
-- Column player_id: the player
-- Column player_name: its name; for a natural person the words for a sole trader and a short key
-- Column country: ISO 3166-1 alpha-2
-- Column national_id: id in a national register
-- Column player_class: municipality, region, state, vendor and so on, or unknown
-- Column class_layer: which layer decided the class
-- Column class_reason: why, in a sentence
-- Column class_source: the register, the study or the latest notice that it rests on; NULL for a sole trader
-- Column class_since: publication of the earliest notice that says so; NULL where a register or the study does
-- Column class_evidence_id: the bytes of the latest notice that says so
-- Column is_public: whether it is a public body; NULL where unknown
-- Column is_focal: whether the study serves it
-- Column is_customer: whether it is one of the study's customers
-- Column is_person: whether it is a sole trader, whose name and number are withheld
-- Column roles: declared roles
-- Column parent_id: the player that owns it
-- Column parent_name: its name
-- Column organisation_count: how many organisations, as sources name them, it is
-- Column names: the names that sources use for it
-- Column website: its website
with named as (
    select
        player_id,
        count(*) as organisation_count,
        list_sort(list_distinct(list(name) filter (where name is not null))) as names
    from core.organisation
    group by player_id
)

select
    player.player_id,
    player.player_name,
    player.country,
    player.national_id,
    player.player_class,
    player.class_layer,
    player.class_reason,
    basis.class_source,
    basis.class_since,
    basis.class_evidence_id,
    player.is_public,
    player.is_focal,
    player.is_customer,
    player.is_person,
    player.roles,
    player.parent_id,
    parent.player_name as parent_name,
    coalesce(named.organisation_count, 0) as organisation_count,
    coalesce(named.names, cast([] as varchar[])) as names,
    player.website
from core.player as player
left join core.player as parent on player.parent_id = parent.player_id
left join named on player.player_id = named.player_id
left join core.player_class as basis on player.player_id = basis.player_id
