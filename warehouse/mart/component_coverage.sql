-- T3.5: does a player cover a component of the focal organisation: evidenced by awards, claimed by itself, or not seen?
-- Evidenced: it has won an award whose title names the component or what it does. Claimed: its own documents say what
-- the component does, in the sentence that is quoted. A supplier that merely names the focal organisation's component
-- connects to it, and an award in whose text the words stand further down may only have to work with it: both are
-- counted apart and are no cover. Not seen is not absent: where we hold neither a document nor
-- an award of the player, it cannot tell. For the focal organisation its own name for the component is its claim.
-- Grain: player_id, component_id
-- Check: level in ('evidenced', 'claimed', 'not_seen')
-- Check: (level = 'evidenced') = (evidence_count > 0)
-- Check: (level = 'not_seen') = (quote is null)
-- Check: can_tell or reason is not null
-- Column player_id: the player: the focal organisation, a declared player, a supplier or a publisher of documents
-- Column player_name: its name
-- Column player_class: its class
-- Column is_focal: whether the study serves it
-- Column component_id: the component
-- Column component_name: its name
-- Column level: evidenced, claimed or not_seen
-- Column evidence_count: its awards whose titles name the component or what it does
-- Column required_count: its awards in whose notices the words stand elsewhere
-- Column claim_count: its documents that say what the component does
-- Column connects_count: its documents that name the focal organisation's component itself
-- Column customer_count: different buyers of the awards that are the evidence
-- Column last_date: day of the latest award or document that counts
-- Column quote: the words in which it is said, from the latest award, else from the latest document
-- Column context: the sentence around them
-- Column text_digest: digest of the text in which they stand
-- Column quote_start: place of the quote's first character
-- Column quote_end: place after its last
-- Column url: where the text stands
-- Column evidence_id: the bytes that the text was read from
-- Column document_count: documents of the player that we hold
-- Column can_tell: whether we hold anything of the player
-- Column reason: what a reader should know of the level, in a sentence
with held as (
    select
        player_id,
        count(*) as document_count
    from core.document_player
    group by player_id
),

supplied as (
    select distinct
        supplier.player_id,
        supplier.award_key,
        award.publication_date
    from core.award_supplier as supplier
    inner join core.award as award on supplier.award_key = award.award_key
    where supplier.role = 'supplier' and award.status = 'awarded'
),

players as (
    select
        player.player_id,
        player.player_name,
        player.player_class,
        player.is_focal,
        coalesce(held.document_count, 0) as document_count,
        coalesce(held.document_count, 0) > 0 or winners.player_id is not null as can_tell
    from core.player as player
    left join held on player.player_id = held.player_id
    left join (select distinct player_id from supplied) as winners on player.player_id = winners.player_id
    where
        player.is_focal
        or winners.player_id is not null
        or (not player.is_customer and (held.player_id is not null or len(player.roles) > 0))
),

-- Where the same words stand in several texts of a player, the latest counts.
said as (
    select
        supplied.player_id,
        found.component_id,
        case when found.is_subject then 'award' else 'required' end as kind,
        supplied.award_key as thing,
        supplied.publication_date as said_date,
        found.quote,
        found.context,
        found.text_digest,
        found.quote_start,
        found.quote_end,
        found.url,
        found.evidence_id
    from core.award_component as found
    inner join supplied on found.award_key = supplied.award_key
    union all
    select
        owner.player_id,
        mention.component_id,
        case when mention.relation = 'function' or player.is_focal then 'claim' else 'connects' end as kind,
        said.owner_id as thing,
        said.published_date as said_date,
        mention.quote,
        mention.context,
        mention.text_digest,
        mention.quote_start,
        mention.quote_end,
        said.url,
        said.evidence_id
    from core.component_mention as mention
    inner join core.text as said on mention.text_digest = said.text_digest and said.owner_kind = 'document'
    inner join core.document_player as owner on said.owner_id = owner.document_id
    inner join core.player as player on owner.player_id = player.player_id
),

customers as (
    select
        said.player_id,
        said.component_id,
        count(distinct buyer.player_id) as customer_count
    from said
    inner join core.award_buyer as buyer on said.thing = buyer.award_key and said.kind = 'award'
    group by said.player_id, said.component_id
),

found as (
    select
        player_id,
        component_id,
        count(distinct thing) filter (where kind = 'award') as evidence_count,
        count(distinct thing) filter (where kind = 'required') as required_count,
        count(distinct thing) filter (where kind = 'claim') as claim_count,
        count(distinct thing) filter (where kind = 'connects') as connects_count,
        max(said_date) filter (where kind in ('award', 'claim')) as last_date,
        arg_max(
            struct_pack(quote, context, text_digest, quote_start, quote_end, url, evidence_id),
            row(kind = 'award', coalesce(said_date, date '0001-01-01'), thing, -quote_start, quote)
        ) filter (where kind in ('award', 'claim')) as best
    from said
    group by player_id, component_id
)

select
    players.player_id,
    players.player_name,
    players.player_class,
    players.is_focal,
    component.component_id,
    component.component_name,
    case
        when found.evidence_count > 0 then 'evidenced'
        when found.claim_count > 0 then 'claimed'
        else 'not_seen'
    end as level,
    coalesce(found.evidence_count, 0) as evidence_count,
    coalesce(found.required_count, 0) as required_count,
    coalesce(found.claim_count, 0) as claim_count,
    coalesce(found.connects_count, 0) as connects_count,
    coalesce(customers.customer_count, 0) as customer_count,
    found.last_date,
    found.best.quote,
    found.best.context,
    found.best.text_digest,
    found.best.quote_start,
    found.best.quote_end,
    found.best.url,
    found.best.evidence_id,
    players.document_count,
    players.can_tell,
    case
        when not players.can_tell then 'cannot tell: we hold neither a document nor an award of the player'
        when players.document_count = 0 and coalesce(found.evidence_count, 0) = 0
            then 'not seen in its awards; we hold none of its own documents'
        when coalesce(found.evidence_count, 0) = 0 and coalesce(found.claim_count, 0) > 0
            then 'its own words only: no award that we hold confirms it'
    end as reason
from players
cross join core.component as component
left join found on players.player_id = found.player_id and component.component_id = found.component_id
left join customers
    on players.player_id = customers.player_id and component.component_id = customers.component_id
