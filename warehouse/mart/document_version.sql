-- A text of a document, as long as it stood: every version that was captured, the latest among them.
-- Grain: document_id, version_number
-- Check: version_number >= 1
-- Column document_id: the document
-- Column version_number: 1 for the first text, one more for each capture whose text differs from the one before
-- Column url: where the document stands
-- Column title: the document's title now
-- Column source: the source
-- Column stream: vendor or policy
-- Column publisher: who publishes it
-- Column text_digest: digest of the text
-- Column first_day: the day as of which the night of its first capture ran
-- Column last_day: the day as of which the last night ran that still found it
-- Column first_night: the night of its first capture
-- Column capture_count: how many different bytes gave this text
-- Column is_latest: whether it is what stands there now
-- Column change_count: changes of substance that led to it; 0 for the first
-- Column evidence_id: the bytes of its first capture
-- Column part: the part of a package, else empty
with versions as (
    select
        document_id,
        version_number,
        min(text_digest) as text_digest,
        min(first_day) as first_day,
        max(last_day) as last_day,
        min_by(first_night, row(first_seen, evidence_id)) as first_night,
        count(*) as capture_count,
        bool_or(is_latest) as is_latest,
        min_by(evidence_id, row(first_seen, evidence_id)) as evidence_id,
        min_by(part, row(first_seen, evidence_id)) as part
    from core.document_version
    group by document_id, version_number
),

changes as (
    select
        document_id,
        version_number,
        count(*) filter (where change_type <> 'none') as change_count
    from core.page_change
    group by document_id, version_number
)

select
    version.document_id,
    version.version_number,
    document.url,
    document.title,
    document.source,
    document.stream,
    document.publisher,
    version.text_digest,
    version.first_day,
    version.last_day,
    version.first_night,
    version.capture_count,
    version.is_latest,
    coalesce(change.change_count, 0) as change_count,
    version.evidence_id,
    version.part
from versions as version
inner join core.document as document on version.document_id = document.document_id
left join changes as change
    on version.document_id = change.document_id and version.version_number = change.version_number
