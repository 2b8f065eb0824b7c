-- A document as it stands now: a page, news item, policy paper or report.
-- Grain: document_id
-- Check: published_date is not null and first_seen_date <= last_seen_date
-- Check: date_basis in ('metadata', 'text', 'url', 'first_seen')
-- Check: date_basis <> 'first_seen' or published_date = first_seen_date
-- Check: period_from is null or period_to is null or period_from <= period_to
-- Check: (period_from is null and period_to is null) = (period_basis is null)
-- Check: version_count >= 1
-- Check: copy_of is null or copy_of <> document_id
-- Check: own_copy_of is null or (is_copy and copy_of is not null)
-- Check: not is_copy or copy_of is not null
-- Column document_id: digest of the canonical address
-- Column url: where it stands
-- Column source: the source
-- Column stream: vendor or policy
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
-- Column text_digest: digest of its text, for joining to mentions
-- Column char_count: length of its text
-- Column version_count: how many different texts stood there
-- Column first_seen_date: day of the first capture
-- Column last_seen_date: day on which it was last there
-- Column first_night: night of the first capture
-- Column last_changed_night: night in which its text last changed
-- Column copy_of: the earliest document with nearly the same text (.85), whoever publishes it; NULL where this is it
-- Column own_copy_of: the earliest such document of the same publisher; NULL where this is it
-- Column is_copy: whether it counts no more: a copy of its publisher's own, or among vendors of anyone's (a press
--   release); what two bodies state in the same words each of them states
-- Column evidence_id: the bytes of the latest capture
-- Column part: the part of a package, else empty
-- Column flags: what a reader should know
select
    document_id,
    url,
    source,
    stream,
    publisher,
    title,
    document_kind,
    document_type,
    type_cue,
    is_policy,
    published_date,
    date_basis,
    period_from,
    period_to,
    period_basis,
    language,
    text_digest,
    char_count,
    version_count,
    first_seen_date,
    last_seen_date,
    first_night,
    last_changed_night,
    copy_of,
    own_copy_of,
    is_copy,
    evidence_id,
    part,
    flags
from core.document
