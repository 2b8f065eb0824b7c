-- A sentence that states a need, once for each type of need, with who owns the text and when it is needed.
-- Grain: owner_kind, owner_id, text_digest, need_type, quote_start, quote_end
-- Check: horizon in ('now', '1-2y', '3-5y', 'unknown')
-- Check: actor in ('municipality', 'state', 'supplier', 'other')
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column text_digest: digest of the text
-- Column need_type: function, data, integration, security, price, governance, skills or support
-- Column actor: whose text it is: municipality, state, supplier or other
-- Column organisation: the buyer or publisher
-- Column horizon: now, 1-2y, 3-5y or unknown, from the words or the year against the text's date
-- Column stated_date: day of publication, or of the first capture
-- Column quote: the sentence
-- Column quote_start: place of its first character
-- Column quote_end: place after its last
-- Column rule: the cue and its version
-- Column url: where it stands
-- Column evidence_id: the bytes that the text was read from
with classes as (
    select
        player_id as said,
        player_class,
        is_public
    from core.player
    union all
    select
        player_name as said,
        player_class,
        is_public
    from core.player
),

known as (
    select
        said,
        min(player_class) as player_class,
        bool_or(is_public) as is_public
    from classes
    group by said
),

joined as (
    select
        said.owner_kind,
        said.owner_id,
        mention.text_digest,
        mention.target as need_type,
        case
            when known.player_class in ('municipality', 'region') then 'municipality'
            when known.player_class in ('state', 'public_body') then 'state'
            when known.is_public = false or (known.said is null and said.stream = 'vendor') then 'supplier'
            else 'other'
        end as actor,
        said.organisation,
        case
            when not regexp_matches(mention.horizon, '^20[0-9][0-9]$') then mention.horizon
            when said.published_date is null then 'unknown'
            when cast(mention.horizon as integer) <= year(said.published_date) then 'now'
            when cast(mention.horizon as integer) <= year(said.published_date) + 2 then '1-2y'
            when cast(mention.horizon as integer) <= year(said.published_date) + 5 then '3-5y'
            else 'unknown'
        end as horizon,
        said.published_date as stated_date,
        mention.quote,
        mention.start as quote_start,
        mention."end" as quote_end,
        mention.rule,
        said.url,
        said.evidence_id
    from raw.mention as mention
    inner join core.text as said on mention.text_digest = said.text_digest
    left join known on said.organisation = known.said
    where mention.target_kind = 'need'
)

select *
from joined
qualify
    row_number() over (
        partition by owner_kind, owner_id, text_digest, need_type, quote_start, quote_end
        order by rule, evidence_id, horizon
    ) = 1
