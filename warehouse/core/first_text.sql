-- A text as it was first read, with how much of it the dictionaries know: what drift is counted from.
-- Grain: text_digest
-- Check: word_count > 0
-- Column text_digest: digest of the text
-- Column source: the source whose evidence first held it
-- Column language: the language that it was read as, or unknown
-- Column first_day: the day as of which the night ran that first received it
-- Column word_count: its words, counted by the spaces between them
-- Column mention_count: places that name a technology or a theme
-- Column division: its CPV division by the classifier, unknown where that abstains; NULL where it was not asked
with seen as (
    select
        said.text_digest,
        said.source,
        coalesce(said.language, 'unknown') as language,
        length(said.text) - length(replace(said.text, ' ', '')) + 1 as word_count,
        coalesce(night.as_of, cast(evidence.first_seen as date)) as first_day
    from raw.text as said
    left join raw.evidence as evidence on said.evidence_id = evidence.evidence_id
    left join raw.night as night on evidence.first_night = night.night_id
    qualify
        row_number() over (
            partition by said.text_digest
            order by evidence.first_seen, said.source, said.language, said.owner_id
        ) = 1
),

named as (
    select
        text_digest,
        count(*) as mention_count
    from raw.mention
    where target_kind in ('technology', 'theme')
    group by text_digest
),

divided as (
    select
        text_digest,
        min(label.value) as division
    from raw.label as label
    where target_kind = 'cpv_division'
    group by text_digest
)

select
    seen.text_digest,
    seen.source,
    seen.language,
    seen.first_day,
    seen.word_count,
    coalesce(named.mention_count, 0) as mention_count,
    divided.division
from seen
left join named on seen.text_digest = named.text_digest
left join divided on seen.text_digest = divided.text_digest
