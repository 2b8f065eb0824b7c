-- A supplier whose own pages name a technology, theme or component: what it claims to know or to offer.
-- Grain: topic_kind, topic, speaker_id
-- Column topic_kind: component, technology or theme
-- Column topic: the component, technology or theme
-- Column speaker_id: the supplier
-- Column speaker_name: its name
-- Column document_count: its pages that name it
with named as (
    select
        text_digest,
        'technology' as topic_kind,
        technology as topic
    from core.mention
    union
    select
        text_digest,
        'theme' as topic_kind,
        theme as topic
    from core.theme_mention
)

select
    named.topic_kind,
    named.topic,
    speaker.speaker_id,
    min(speaker.speaker_name) as speaker_name,
    count(distinct speaker.owner_id) as document_count
from named
inner join core.text as said on named.text_digest = said.text_digest and said.owner_kind = 'document'
inner join core.speaker as speaker
    on said.owner_kind = speaker.owner_kind and said.owner_id = speaker.owner_id and speaker.actor = 'supplier'
group by named.topic_kind, named.topic, speaker.speaker_id
