-- A document and the player that publishes it, found by the publisher's name or by the address of the player's website.
-- Documents of publishers that are no known player are left out.
-- Grain: document_id
-- Column document_id: the document
-- Column player_id: the player
with player_names as (
    select
        lower(player_name) as said,
        min(player_id) as player_id
    from (
        select
            player_id,
            player_name
        from core.player
        union
        select
            player_id,
            name as player_name
        from core.organisation
        where name is not null
    ) as every_name
    group by lower(player_name)
),

hosts as (
    select
        regexp_extract(lower(website), '^(?:https?://)?(?:www\.)?([^/]+)', 1) as host,
        min(player_id) as player_id
    from core.player
    where website is not null
    group by host
)

select
    document.document_id,
    coalesce(player_names.player_id, hosts.player_id) as player_id
from core.document as document
left join player_names on lower(document.publisher) = player_names.said
left join hosts on regexp_extract(lower(document.url), '^https?://(?:www\.)?([^/]+)', 1) = hosts.host
where coalesce(player_names.player_id, hosts.player_id) is not null
