-- A document as it stands now: a page, news item, policy paper or report.
-- Grain: document_id
-- Column document_id: digest of the canonical address
-- Column url: where it stands
-- Column source: the source
-- Column stream: vendor or policy
-- Column publisher: who publishes it
-- Column title: its title
-- Column document_kind: html or pdf
-- Column document_type: strategy (a policy, strategy or plan), news or page
-- Column published_date: day of publication; the day of the first capture where it says none
-- Column date_basis: metadata, text, url or first_seen
-- Column language: ISO 639-1
-- Column text_digest: digest of its text, for joining to mentions
-- Column char_count: length of its text
-- Column version_count: how many different texts stood there
-- Column first_seen_date: day of the first capture
-- Column last_seen_date: day on which it was last there
-- Column first_night: night of the first capture
-- Column last_changed_night: night in which its text last changed
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
    published_date,
    date_basis,
    language,
    text_digest,
    char_count,
    version_count,
    first_seen_date,
    last_seen_date,
    first_night,
    last_changed_night,
    evidence_id,
    part,
    flags
from core.document
