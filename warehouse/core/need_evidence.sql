-- A sentence that states a need which can be named: its type, and the component, technology or theme that it speaks of.
-- The most specific kind of subject counts: a component by name, what a component does, a technology, a theme. One
-- that names none
-- has topic_kind none. What a sentence requires in a notice describes what is bought; what it lacks or wishes does not.
-- Grain: owner_kind, owner_id, text_digest, need_id, quote_start, quote_end
-- Check: topic_kind in ('component', 'function', 'technology', 'theme', 'none')
-- Check: strength in ('wish', 'requirement')
-- Check: (topic is null) = (topic_kind = 'none')
-- Column need_id: type, kind of subject and subject, joined by colons
-- Column need_type: the type of need
-- Column topic_kind: component (its name), function (what it does), technology, theme or none
-- Column topic: the component, technology or theme; NULL where none is named
-- Column strength: requirement where the cue demands (krav, skal kunne, must), else wish
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column text_digest: digest of the text
-- Column speaker_id: who says it
-- Column speaker_name: its name
-- Column actor: focal, municipality, state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column horizon: now, 1-2y, 3-5y or unknown
-- Column stated_date: day of publication, or of the first capture
-- Column is_dated: whether that day is the publisher's word
-- Column quote: the sentence
-- Column quote_start: place of its first character
-- Column quote_end: place after its last
-- Column url: where it stands
-- Column evidence_id: the bytes that the text was read from
with stated as (
    select distinct
        text_digest,
        quote,
        quote_start,
        quote_end
    from core.need
),

named as (
    select
        stated.text_digest,
        stated.quote_start,
        stated.quote_end,
        case mention.relation when 'name' then 'component' else 'function' end as topic_kind,
        mention.component_id as topic,
        case mention.relation when 'name' then 1 else 2 end as kind_order
    from stated
    inner join core.component_mention as mention
        on
            stated.text_digest = mention.text_digest
            and stated.quote_start <= mention.quote_start
            and stated.quote_end > mention.quote_start
    where not starts_with(mention.rule, 'technology:')
    union
    select
        stated.text_digest,
        stated.quote_start,
        stated.quote_end,
        'technology' as topic_kind,
        mention.technology as topic,
        3 as kind_order
    from stated
    inner join core.mention as mention
        on
            stated.text_digest = mention.text_digest
            and stated.quote_start <= mention.quote_start
            and stated.quote_end > mention.quote_start
    union
    select
        stated.text_digest,
        stated.quote_start,
        stated.quote_end,
        'theme' as topic_kind,
        mention.theme as topic,
        4 as kind_order
    from stated
    inner join core.theme_mention as mention
        on
            stated.text_digest = mention.text_digest
            and stated.quote_start <= mention.quote_start
            and stated.quote_end > mention.quote_start
),

subjects as (
    select *
    from named
    qualify dense_rank() over (partition by text_digest, quote_start, quote_end order by kind_order) = 1
)

select
    need.need_type || ':' || coalesce(subjects.topic_kind || ':' || subjects.topic, 'none') as need_id,
    need.need_type,
    coalesce(subjects.topic_kind, 'none') as topic_kind,
    subjects.topic,
    case
        when regexp_matches(need.rule, '^cue:(skal |krav |stilles krav|must |require)') then 'requirement'
        else 'wish'
    end as strength,
    need.owner_kind,
    need.owner_id,
    need.text_digest,
    speaker.speaker_id,
    speaker.speaker_name,
    speaker.actor,
    speaker.is_customer,
    need.horizon,
    need.stated_date,
    speaker.is_dated,
    need.quote,
    need.quote_start,
    need.quote_end,
    need.url,
    need.evidence_id
from core.need as need
inner join core.speaker as speaker on need.owner_kind = speaker.owner_kind and need.owner_id = speaker.owner_id
left join subjects
    on
        need.text_digest = subjects.text_digest
        and need.quote_start = subjects.quote_start
        and need.quote_end = subjects.quote_end
qualify
    row_number() over (
        partition by
            need.owner_kind, need.owner_id, need.text_digest, need_id, need.quote_start, need.quote_end
        order by need.rule, need.evidence_id
    ) = 1
