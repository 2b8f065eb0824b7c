-- A document as it stands now: the latest capture of a page, news item, policy paper or report.
-- Grain: document_id
-- Check: period_from is null or period_to is null or period_from <= period_to
-- Column document_id: digest of the canonical address
-- Column url: where it stands
-- Column source: the source
-- Column stream: vendor or policy, as the source is
-- Column publisher: who publishes it
-- Column title: its title
-- Column document_kind: html, pdf, docx, law, eu_act or case
-- Column document_type: ai_policy, welfare_technology, data_strategy, security_policy, digitalisation_strategy,
--   strategy (any other strategy, policy or plan), budget, legislation, council_decision, hearing_reply, report, guide,
--   news, job_ad or page
-- Column type_cue: the words of title, address or first lines that told the type; NULL where the channel says it
-- Column is_policy: whether its type states what its publisher wants: a strategy, policy or plan
-- Column published_date: day of publication; the day of the first capture where it says none
-- Column date_basis: metadata, text, url or first_seen
-- Column period_from: first day for which a policy or budget says that it holds; NULL where it does not say
-- Column period_to: last day for which it says so
-- Column period_basis: where it says so: title, url, text or metadata
-- Column language: ISO 639-1
-- Column text_digest: digest of its text
-- Column char_count: length of its text
-- Column version_count: how many different texts stood there
-- Column first_seen_date: day of the first capture
-- Column last_seen_date: day on which it was last there
-- Column first_night: night of the first capture
-- Column last_changed_night: night in which its text last changed; NULL where it never has
-- Column copy_of: the earliest document with nearly the same text (.85), whoever publishes it; NULL where this is it
-- Column own_copy_of: the earliest such document of the same publisher; NULL where this is it
-- Column is_copy: whether it counts no more: a copy of its publisher's own, or among vendors of anyone's (a press
--   release); what two bodies state in the same words each of them states
-- Column evidence_id: the bytes of the latest capture
-- Column part: the part of a package, else empty
-- Column flags: what a reader should know
with history as (
    select
        document_id,
        max(version_number) as version_count,
        min(first_day) as first_day,
        max(last_day) as last_day,
        arg_min(first_night, row(first_seen, evidence_id)) as first_night,
        arg_max(first_night, row(first_seen, evidence_id)) filter (where is_change) as last_changed_night
    from core.document_version
    group by document_id
)

select
    document.document_id,
    coalesce(document.url, evidence.url) as url,
    document.source,
    source.stream,
    coalesce(document.publisher, evidence.publisher, source.publisher) as publisher,
    document.title,
    document.document_kind,
    document.document_type,
    document.type_cue,
    document.document_type in (
        'ai_policy', 'welfare_technology', 'data_strategy', 'security_policy', 'digitalisation_strategy', 'strategy'
    ) as is_policy,
    -- A reader without a date takes the day of the clock; the night's own day is the same for whoever runs it again.
    case
        when document.date_basis <> 'first_seen' then coalesce(document.published_date, history.first_day)
        else history.first_day
    end as published_date,
    case when document.published_date is null then 'first_seen' else coalesce(document.date_basis, 'first_seen') end
        as date_basis,
    document.period_from,
    document.period_to,
    document.period_basis,
    document.language,
    document.text_digest,
    document.char_count,
    history.version_count,
    history.first_day as first_seen_date,
    history.last_day as last_seen_date,
    history.first_night,
    history.last_changed_night,
    copied.copy_of,
    copied.own_copy_of,
    copied.own_copy_of is not null
    or (coalesce(source.stream, '') = 'vendor' and copied.copy_of is not null) as is_copy,
    document.evidence_id,
    document.part,
    document.flags
from raw.document as document
inner join core.document_version as latest
    on
        document.document_id = latest.document_id
        and document.evidence_id = latest.evidence_id
        and document.part = latest.part
        and latest.is_latest
inner join history on document.document_id = history.document_id
left join core.document_copy as copied on document.document_id = copied.document_id
left join core.evidence as evidence on document.evidence_id = evidence.evidence_id
left join core.study_source as source on document.source = source.source
