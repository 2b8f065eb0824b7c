-- A path in a notice that its reader neither reads nor knows.
-- Grain: evidence_id, part, notice_id, path
-- Check: path_count > 0
-- Column evidence_id: the bytes
-- Column part: the package's member, else empty
-- Column notice_id: the notice
-- Column source: the source that gave the bytes
-- Column format: the format
-- Column path: names of elements or keys from below the root
-- Column path_count: how often it stands in the notice
-- Column first_night: the night in which the bytes were first received
select
    unused.evidence_id,
    unused.part,
    unused.notice_id,
    unused.source,
    unused.format,
    unused.path,
    unused.count as path_count,
    evidence.first_night
from raw.unused_path as unused
left join core.evidence as evidence on unused.evidence_id = evidence.evidence_id
