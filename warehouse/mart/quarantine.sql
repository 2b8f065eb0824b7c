-- A piece of evidence, or a part of a package, that could not be read, with the reason. Nothing is dropped in silence.
-- Grain: evidence_id, part
-- Check: reason is not null
-- Column evidence_id: the bytes
-- Column part: the part of a package, else empty
-- Column source: the source
-- Column url: where the bytes came from
-- Column reader: name and version of the reader
-- Column reason: why it could not be read
-- Column detail: where or what, in a line
-- Column read_at: when it was tried
select
    evidence_id,
    part,
    source,
    url,
    reader,
    coalesce(reason, 'reader_error') as reason,
    detail,
    read_at
from core.reading
where outcome = 'quarantined'
