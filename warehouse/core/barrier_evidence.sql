-- A sentence that says what hinders use, once for each kind of barrier.
-- Grain: owner_kind, owner_id, text_digest, barrier, quote_start
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column text_digest: digest of the text
-- Column barrier: what hinders
-- Column speaker_id: who says it
-- Column speaker_name: its name
-- Column actor: focal, municipality, state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column stated_date: day of publication, or of the first capture
-- Column is_dated: whether that day is the publisher's word
-- Column component_id: a component that the sentence names; NULL where it names none
-- Column quote: the sentence
-- Column quote_start: place of its first character
-- Column quote_end: place after its last
-- Column rule: the cue and its version
-- Column url: where it stands
-- Column evidence_id: the bytes that the text was read from
with hindered as (
    select
        mention.text_digest,
        mention.target as barrier,
        mention.start as quote_start,
        mention."end" as quote_end,
        min(mention.quote) as quote,
        min(mention.rule) as rule,
        min(component.component_id) as component_id
    from raw.mention as mention
    left join core.component_mention as component
        on
            mention.text_digest = component.text_digest
            and mention.start <= component.quote_start
            and mention."end" > component.quote_start
            and component.relation = 'name'
    where mention.target_kind = 'barrier'
    group by mention.text_digest, mention.target, mention.start, mention."end"
)

select
    said.owner_kind,
    said.owner_id,
    hindered.text_digest,
    hindered.barrier,
    min(speaker.speaker_id) as speaker_id,
    min(speaker.speaker_name) as speaker_name,
    min(speaker.actor) as actor,
    bool_or(speaker.is_customer) as is_customer,
    min(speaker.published_date) as stated_date,
    bool_and(speaker.is_dated) as is_dated,
    min(hindered.component_id) as component_id,
    min(hindered.quote) as quote,
    hindered.quote_start,
    min(hindered.quote_end) as quote_end,
    min(hindered.rule) as rule,
    min(said.url) as url,
    min(said.evidence_id) as evidence_id
from hindered
inner join core.text as said on hindered.text_digest = said.text_digest
inner join core.speaker as speaker on said.owner_kind = speaker.owner_kind and said.owner_id = speaker.owner_id
group by said.owner_kind, said.owner_id, hindered.text_digest, hindered.barrier, hindered.quote_start
