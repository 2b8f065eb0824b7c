-- A place where a text names a technology. Where several rules find the same place, the most trusted layer stands.
-- Grain: text_digest, technology, quote_start, quote_end
-- Check: quote_end > quote_start
-- Check: length(quote) > 0
-- Column text_digest: digest of the text
-- Column technology: what is named
-- Column quote_start: place of the quote's first character
-- Column quote_end: place after its last
-- Column quote: the words
-- Column context: the sentence around them
-- Column layer: curated, rule or model
-- Column rule: the pattern and its version
select
    text_digest,
    target as technology,
    start as quote_start,
    "end" as quote_end,
    quote,
    context,
    layer,
    rule
from raw.mention
where target_kind = 'technology'
qualify
    row_number() over (
        partition by text_digest, target, start, "end"
        order by case layer when 'curated' then 1 when 'rule' then 2 else 3 end, rule, context
    ) = 1
