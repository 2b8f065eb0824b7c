-- A place where a text names a component of the focal organisation, or what such a component does.
-- What it does may be said by the study's own words or by a technology that the study binds to the component.
-- Grain: text_digest, component_id, relation, quote_start, quote_end
-- Check: relation in ('name', 'function')
-- Check: quote_end > quote_start
-- Column text_digest: digest of the text
-- Column component_id: the component
-- Column relation: name (the component itself) or function (what it does, in anybody's words)
-- Column quote_start: place of the quote's first character
-- Column quote_end: place after its last
-- Column quote: the words
-- Column context: the sentence around them
-- Column layer: curated, rule or model
-- Column rule: the pattern and its version
with said as (
    select
        mention.text_digest,
        component.component_id,
        split_part(mention.rule, ':', 1) as relation,
        mention.start as quote_start,
        mention."end" as quote_end,
        mention.quote,
        mention.context,
        mention.layer,
        mention.rule
    from raw.mention as mention
    inner join core.component as component on mention.target = component.component_id
    where mention.target_kind = 'component'
    union all
    select
        mention.text_digest,
        bound.component_id,
        'function' as relation,
        mention.quote_start,
        mention.quote_end,
        mention.quote,
        mention.context,
        mention.layer,
        'technology:' || mention.technology || ':' || mention.rule as rule
    from core.mention as mention
    inner join raw.component as bound on mention.technology = bound.term and bound.relation = 'technology'
)

select *
from said
qualify
    row_number() over (
        partition by text_digest, component_id, relation, quote_start, quote_end
        order by layer, rule, context
    ) = 1
