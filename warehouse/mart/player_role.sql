-- A role that a player plays in the market: each with its most trusted evidence, and how many layers agree.
-- Grain: player_id, role
-- Check: layer_count between 1 and 4
-- Check: length(quote) > 0
-- Column player_id: the player
-- Column player_name: its name
-- Column role: platform_owner, system_vendor, integrator, operator, consultant, standard_body, buyer_community or
--   data_holder
-- Column layer: the most trusted layer that gives it: curated, rule, text or award
-- Column layer_count: how many layers give it
-- Column quote: that layer's evidence in words
-- Column quote_start: place of the quote's first character in the text; NULL where it is no text
-- Column quote_end: place after its last
-- Column text_digest: digest of the text
-- Column url: where the text stands; NULL where it is no text
-- Column evidence_id: the bytes that it was read from
-- Column since: the earliest dated evidence of any layer; NULL where nothing is dated
-- Column evidence_count: pages or awards that say so; 1 for a register or a name
-- Column player_class: the player's class
-- Column class_layer: which layer decided the class
-- Column class_reason: why, in a sentence
with ranked as (
    select
        role.*,
        count(*) over (partition by role.player_id, role.role) as layer_count,
        min(role.since) over (partition by role.player_id, role.role) as first_since
    from core.player_role as role
    qualify
        row_number() over (
            partition by role.player_id, role.role
            order by case role.layer when 'curated' then 1 when 'rule' then 2 when 'text' then 3 else 4 end
        ) = 1
)

select
    ranked.player_id,
    player.player_name,
    ranked.role,
    ranked.layer,
    ranked.layer_count,
    ranked.quote,
    ranked.quote_start,
    ranked.quote_end,
    ranked.text_digest,
    ranked.url,
    ranked.evidence_id,
    ranked.first_since as since,
    ranked.evidence_count,
    player.player_class,
    player.class_layer,
    player.class_reason
from ranked
inner join core.player as player on ranked.player_id = player.player_id
where not player.is_person
