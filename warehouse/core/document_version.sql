-- A capture of a document: one text of it, as long as it stood.
-- Grain: document_id, evidence_id, part
-- Check: version_number >= 1
-- Column document_id: the document
-- Column evidence_id: the bytes of the capture
-- Column part: the part of a package, else empty
-- Column text_digest: digest of its text
-- Column version_number: 1 for the first text, one more for each capture whose text differs from the one before
-- Column first_seen: when the capture was first received
-- Column last_seen: when an answer last gave or confirmed it
-- Column first_day: the day as of which the night of its first receipt ran
-- Column last_day: the day as of which the last such night ran
-- Column first_night: the night in which it was first received
-- Column is_latest: whether it is what stands there now
-- Column is_change: whether its text differs from the capture before
with captures as (
    select
        document.document_id,
        document.evidence_id,
        document.part,
        coalesce(document.text_digest, '') as text_digest,
        evidence.first_seen,
        evidence.last_seen,
        evidence.first_day,
        evidence.last_day,
        evidence.first_night,
        lag(coalesce(document.text_digest, '')) over in_order as before_digest,
        row_number() over in_order as place,
        row_number() over (
            partition by document.document_id
            order by
                evidence.last_seen desc nulls last,
                evidence.first_seen desc,
                document.evidence_id asc,
                document.part asc
        ) as place_from_end
    from raw.document as document
    left join core.evidence as evidence on document.evidence_id = evidence.evidence_id
    window
        in_order as (
            partition by document.document_id
            order by evidence.first_seen asc nulls last, document.evidence_id asc, document.part asc
        )
)

select
    document_id,
    evidence_id,
    part,
    text_digest,
    1 + count(*) filter (where place > 1 and text_digest <> before_digest) over (
        partition by document_id
        order by place
        rows between unbounded preceding and current row
    ) as version_number,
    first_seen,
    last_seen,
    first_day,
    last_day,
    first_night,
    place_from_end = 1 as is_latest,
    place > 1 and text_digest <> before_digest as is_change
from captures
