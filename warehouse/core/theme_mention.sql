-- A place where a text names a policy theme.
-- Grain: text_digest, theme, quote_start, quote_end
-- Check: length(quote) > 0
-- Column text_digest: digest of the text
-- Column theme: what is named
-- Column quote_start: place of the quote's first character
-- Column quote_end: place after its last
-- Column quote: the words
-- Column context: the sentence around them
-- Column layer: curated, rule or model
-- Column rule: the pattern and its version
-- Column grade: how firmly the sentence promises: vision, aim, measure, budget or deadline; NULL without a cue
select
    text_digest,
    target as theme,
    start as quote_start,
    "end" as quote_end,
    quote,
    context,
    layer,
    rule,
    grade
from raw.mention
where target_kind = 'theme'
qualify
    row_number() over (
        partition by text_digest, target, start, "end"
        order by case layer when 'curated' then 1 when 'rule' then 2 else 3 end, rule, context
    ) = 1
