-- A body whose policies the study follows: every customer, and every publisher of the policy stream.
-- A customer without a document has has_document = false: that is missing evidence, not a low priority.
-- Grain: body_id
-- Check: document_count <= page_count
-- Check: has_document = (document_count > 0)
-- Check: latest_date is null or has_document
-- Check: is_customer or page_count > 0
-- Check: player_id is null or body_id = player_id
-- Column body_id: the player, or the publisher's name where it is no known player
-- Column player_id: the player; NULL where the publisher is none
-- Column name: its name
-- Column is_customer: whether it is one of the study's customers
-- Column document_count: strategies, policies and plans that we hold
-- Column page_count: all pages and papers of it that we hold
-- Column latest_date: day of the latest one that says its date
-- Column has_document: whether there is any strategy, policy or plan
with documents as (
    select
        owner.player_id,
        coalesce(document.publisher, document.source) as publisher,
        document.is_policy and document.own_copy_of is null as is_policy,
        case when document.date_basis <> 'first_seen' then document.published_date end as published_date
    from core.document as document
    left join core.document_player as owner on document.document_id = owner.document_id
    where document.stream = 'policy'
),

counted as (
    select
        coalesce(player_id, publisher) as body_id,
        min(player_id) as player_id,
        min(publisher) as publisher,
        count(*) as page_count,
        count(*) filter (where is_policy) as document_count,
        max(published_date) filter (where is_policy) as latest_date
    from documents
    group by coalesce(player_id, publisher)
)

select
    coalesce(player.player_id, counted.body_id) as body_id,
    player.player_id,
    coalesce(player.player_name, counted.publisher) as name,
    coalesce(player.is_customer, false) as is_customer,
    coalesce(counted.document_count, 0) as document_count,
    coalesce(counted.page_count, 0) as page_count,
    counted.latest_date,
    coalesce(counted.document_count, 0) > 0 as has_document
from counted
full join core.player as player on counted.player_id = player.player_id
where counted.body_id is not null or player.is_customer
