-- What became of a piece of evidence, or of one part of a package, when it was read.
-- Grain: evidence_id, part
-- Column evidence_id: the bytes
-- Column part: the package's member, else empty
-- Column source: the source that gave the bytes
-- Column url: where they came from
-- Column reader: name and version of the reader
-- Column outcome: read, out_of_scope or quarantined
-- Column reason: why it was not read
-- Column detail: where or what, in a line
-- Column record_count: how many records it gave
-- Column read_at: when
select
    reading.evidence_id,
    reading.part,
    evidence.source,
    evidence.url,
    reading.reader,
    case when reading.reason = 'out_of_scope' then 'out_of_scope' else reading.outcome end as outcome,
    reading.reason,
    reading.detail,
    reading.records as record_count,
    reading.read_at
from raw.reading as reading
left join raw.evidence as evidence on reading.evidence_id = evidence.evidence_id
