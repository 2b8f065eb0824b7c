-- One of the three sentences that stand for a need, a barrier or a role, each of another speaker where there are three.
-- What lacks or wishes goes before what only requires; then what is dated, the latest first.
-- Grain: subject_kind, subject_id, speaker_group, place
-- Check: subject_kind in ('need', 'barrier', 'role')
-- Check: place between 1 and 3
-- Check: length(quote) > 0
-- Column subject_kind: need, barrier or role
-- Column subject_id: the need, barrier or role
-- Column speaker_group: of a need or barrier the actor, of a role the group that speaks
-- Column place: 1 to 3
-- Column speaker_name: who says it
-- Column stance: of a role is, should or not; else NULL
-- Column stated_date: day of publication, or of the first capture
-- Column quote: the sentence
-- Column quote_start: place of its first character in the text
-- Column quote_end: place after its last
-- Column text_digest: digest of the text
-- Column url: where it stands
-- Column evidence_id: the bytes that the text was read from
with said as (
    select
        'need' as subject_kind,
        need_id as subject_id,
        actor as speaker_group,
        speaker_id,
        speaker_name,
        cast(null as varchar) as stance,
        stated_date,
        case when strength = 'wish' then 1 else 2 end as weight_order,
        is_dated,
        quote,
        quote_start,
        quote_end,
        text_digest,
        url,
        evidence_id
    from core.need_evidence
    union all
    select
        'barrier' as subject_kind,
        barrier as subject_id,
        actor as speaker_group,
        speaker_id,
        speaker_name,
        cast(null as varchar) as stance,
        stated_date,
        1 as weight_order,
        is_dated,
        quote,
        quote_start,
        quote_end,
        text_digest,
        url,
        evidence_id
    from core.barrier_evidence
    union all
    select
        'role' as subject_kind,
        role as subject_id,
        speaker_group,
        speaker_id,
        speaker_name,
        stance,
        stated_date,
        case when is_job_ad then 2 else 1 end as weight_order,
        stated_date is not null as is_dated,
        quote,
        quote_start,
        quote_end,
        text_digest,
        url,
        evidence_id
    from core.role_statement
    where not is_repeat
),

turns as (
    select
        *,
        row_number() over (
            partition by subject_kind, subject_id, speaker_group, speaker_id
            order by
                weight_order asc,
                is_dated desc,
                stated_date desc nulls last,
                quote asc,
                text_digest asc,
                quote_start asc,
                evidence_id asc
        ) as turn
    from said
)

select
    subject_kind,
    subject_id,
    speaker_group,
    row_number() over (
        partition by subject_kind, subject_id, speaker_group
        order by
            turn asc,
            weight_order asc,
            is_dated desc,
            stated_date desc nulls last,
            quote asc,
            text_digest asc,
            quote_start asc,
            speaker_id asc,
            evidence_id asc
    ) as place,
    speaker_name,
    stance,
    stated_date,
    quote,
    quote_start,
    quote_end,
    text_digest,
    url,
    evidence_id
from turns
qualify place <= 3
