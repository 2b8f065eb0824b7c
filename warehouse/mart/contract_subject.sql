-- The words of a contract's title that tell what it is about, and their letter groups: what contracts are compared by.
-- Words that any title has (kinds of agreement, of service, of buyer), the buyer's own name and general endings
-- ("-system", "-løsning", "-planlægning") are left out; a title of nothing else keeps all its words.
-- Grain: contract_id
-- Check: (pieces is null) = (coalesce(subject, '') = '')
-- Check: subject is null or subject = lower(trim(subject))
-- Check: pieces is null or len(pieces) between 1 and greatest(length(subject) - 2, 1)
-- Column contract_id: the contract
-- Column subject: the words, in their order
-- Column pieces: its different groups of three letters; NULL without a title
with words as (
    select
        contract_id,
        lower(coalesce(buyer_name, '')) as buyer,
        regexp_extract_all(lower(title), '[a-zæøåäöüé]{2,}') as said
    from mart.contract
),

kept as (
    select
        contract_id,
        said,
        list_filter(
            list_transform(
                list_filter(
                    said,
                    lambda word: (length(word) > 2 or word in ('it', 'bi', 'hr'))
                    and not contains(buyer, word)
                    and word not in (
                        'udbud', 'levering', 'indkøb', 'køb', 'anskaffelse', 'anskaffelser', 'leje', 'licenser',
                        'rammeaftale', 'aftale', 'kontrakt', 'delaftale', 'fortsættelse', 'lot', 'nyt', 'nye', 'new',
                        'kommune', 'kommunes', 'kommunen', 'kommunens', 'kommunale', 'region', 'regionens', 'borgere',
                        'forvaltninger', 'forvaltningerne', 'fælles', 'digital', 'digitale', 'elektronisk',
                        'elektroniske', 'system', 'systemer', 'fagsystem', 'fagsystemer', 'løsning', 'løsninger',
                        'platform', 'software', 'ydelser', 'tjeneste', 'tjenester', 'drift', 'hosting', 'support',
                        'vedligehold', 'vedligeholdelse', 'implementering', 'udvikling', 'rådgivning', 'konsulenter',
                        'bistand', 'til', 'det', 'den', 'der', 'som', 'med', 'for', 'ved', 'samt', 'mellem', 'fra',
                        'vedrørende', 'procurement', 'framework', 'agreement', 'contract', 'supply', 'delivery',
                        'service', 'services', 'maintenance', 'operation', 'operations', 'management', 'information',
                        'equipment', 'electronic', 'and', 'the', 'with'
                    )
                ),
                lambda word: regexp_replace(
                    word, '(system|løsning|platform|software|planlægning|styring)(er|en|et|erne|ne|s)?$', ''
                )
            ),
            lambda word: word <> ''
        ) as telling
    from words
),

joined as (
    select
        contract_id,
        array_to_string(case when len(telling) > 0 then telling else said end, ' ') as subject
    from kept
)

select
    contract_id,
    subject,
    case
        when subject <> ''
            then list_distinct(
                list_transform(
                    generate_series(1, greatest(length(subject) - 2, 1)), lambda spot: substr(subject, spot, 3)
                )
            )
    end as pieces
from joined
