-- A sentence that gives the focal organisation a role: it is the subject, or the only organisation that is named.
-- Sentences in the first person count in its own texts alone. What one speaker writes in the same words twice counts
-- once: later copies are repeats. What a job advertisement says is an act, not a claim.
-- Grain: owner_kind, owner_id, text_digest, role, quote_start
-- Check: speaker_group in ('self', 'owner', 'customer', 'supplier', 'state', 'other')
-- Check: stance in ('is', 'should', 'not')
-- Check: basis in ('name_subject', 'only_name', 'first_person')
-- Check: basis <> 'first_person' or speaker_group = 'self'
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column text_digest: digest of the text
-- Column role: the role
-- Column speaker_group: self, owner, customer, supplier, state or other
-- Column speaker_id: who says it
-- Column speaker_name: its name
-- Column stance: is, should (a wish, a duty, a plan) or not (denied)
-- Column basis: why the sentence is about the organisation: name_subject, only_name or first_person
-- Column is_job_ad: whether it stands in a job advertisement of the organisation
-- Column is_repeat: whether the speaker says the same words of this role in another text as well, and this is a copy
-- Column stated_date: day of publication; NULL where the text says none
-- Column quote: the sentence
-- Column quote_start: place of its first character
-- Column quote_end: place after its last
-- Column url: where it stands
-- Column evidence_id: the bytes that the text was read from
with owners as (
    select distinct player_id
    from raw.focal_owner
),

said as (
    select
        owned.owner_kind,
        owned.owner_id,
        mention.text_digest,
        mention.target as role,
        case
            when speaker.actor = 'focal' then 'self'
            when owners.player_id is not null then 'owner'
            when speaker.actor in ('supplier', 'state') then speaker.actor
            when speaker.is_customer then 'customer'
            else 'other'
        end as speaker_group,
        speaker.speaker_id,
        speaker.speaker_name,
        mention.grade as stance,
        split_part(mention.rule, '@', 1) as basis,
        speaker.actor = 'focal'
        and regexp_matches(
            lower(owned.url), '/(job|jobs|stilling|stillinger|ledige-stillinger|karriere|career|careers|vacanc)'
        ) as is_job_ad,
        case when speaker.is_dated then speaker.published_date end as stated_date,
        mention.quote,
        mention.start as quote_start,
        mention."end" as quote_end,
        owned.url,
        owned.evidence_id
    from raw.mention as mention
    inner join core.text as owned on mention.text_digest = owned.text_digest
    inner join core.speaker as speaker on owned.owner_kind = speaker.owner_kind and owned.owner_id = speaker.owner_id
    left join owners on speaker.speaker_id = owners.player_id
    where mention.target_kind = 'role'
)

select
    *,
    row_number() over (
        partition by speaker_id, role, regexp_replace(quote, '\s+', ' ', 'g')
        order by stated_date asc nulls last, owner_id asc, text_digest asc, quote_start asc
    ) > 1 as is_repeat
from said
where speaker_group = 'self' or basis <> 'first_person'
qualify
    row_number() over (
        partition by owner_kind, owner_id, text_digest, role, quote_start
        order by basis desc, stance asc, quote_end asc, url asc, evidence_id asc
    ) = 1
