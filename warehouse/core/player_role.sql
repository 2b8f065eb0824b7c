-- A role that a player plays in the market, with one piece of evidence of each layer that gives it.
-- Layers: curated (a register of players or the study), rule (its name or class), text (its own pages, in sentences
-- that have it or "we" as their subject), award (what it wins). A role by text needs two pages, by awards three awards.
-- Grain: player_id, role, layer
-- Check: role in ('platform_owner', 'system_vendor', 'integrator', 'operator', 'consultant') or role in
--   ('standard_body', 'buyer_community', 'data_holder')
-- Check: layer <> 'text' or evidence_id is not null
-- Column player_id: the player
-- Column role: platform_owner, system_vendor, integrator, operator, consultant, standard_body, buyer_community or
--   data_holder
-- Column layer: curated, rule, text or award
-- Column quote: the evidence in words: the sentence of its page, what the register says, or what it won
-- Column quote_start: place of the quote's first character in the text; NULL where it is no text
-- Column quote_end: place after its last
-- Column text_digest: digest of the text
-- Column url: where the text stands
-- Column evidence_id: the bytes that it was read from
-- Column since: the earliest dated evidence of the layer; NULL where nothing is dated
-- Column evidence_count: pages or awards that say so; 1 for a register or a name
with said as (
    select
        owner.player_id,
        mention.target as role,
        mention.quote,
        mention.start as quote_start,
        mention."end" as quote_end,
        mention.text_digest,
        text.url,
        text.evidence_id,
        text.owner_id,
        case when text.is_dated then text.published_date end as said_date
    from raw.mention as mention
    inner join core.text as text on mention.text_digest = text.text_digest and text.owner_kind = 'document'
    inner join core.document_player as owner on text.owner_id = owner.document_id
    where
        mention.target_kind = 'market_role'
        and not text.is_copy
        and split_part(mention.rule, '@', 1) in ('we', owner.player_id)
),

by_text as (
    select
        player_id,
        role,
        'text' as layer,
        arg_min(quote, row(said_date is null, said_date, owner_id, quote_start)) as quote,
        arg_min(quote_start, row(said_date is null, said_date, owner_id, quote_start)) as quote_start,
        arg_min(quote_end, row(said_date is null, said_date, owner_id, quote_start)) as quote_end,
        arg_min(text_digest, row(said_date is null, said_date, owner_id, quote_start)) as text_digest,
        arg_min(url, row(said_date is null, said_date, owner_id, quote_start)) as url,
        arg_min(evidence_id, row(said_date is null, said_date, owner_id, quote_start)) as evidence_id,
        min(said_date) as since,
        count(distinct owner_id) as evidence_count
    from said
    group by player_id, role
    having count(distinct owner_id) >= 2
)

select
    player_id,
    role,
    layer,
    quote,
    quote_start,
    quote_end,
    text_digest,
    url,
    evidence_id,
    since,
    evidence_count
from by_text
union all
select
    player_id,
    role,
    layer,
    min(quote) as quote,
    null as quote_start,
    null as quote_end,
    null as text_digest,
    null as url,
    null as evidence_id,
    null as since,
    1 as evidence_count
from raw.player_role
group by player_id, role, layer
union all
select
    player_id,
    role,
    layer,
    quote,
    null as quote_start,
    null as quote_end,
    null as text_digest,
    null as url,
    null as evidence_id,
    since,
    evidence_count
from core.award_role
