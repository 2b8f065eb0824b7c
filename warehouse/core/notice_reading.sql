-- The one reading of each notice that counts, where several channels gave the same notice.
-- eForms XML wins, then the later publication date, then the smaller evidence id and part; lots, awards and
-- organisations follow this choice.
-- Grain: notice_id
-- Column notice_id: the notice
-- Column evidence_id: the bytes that count
-- Column part: the part of a package, else empty
-- Column reading_count: how many readings there were
select
    notice_id,
    evidence_id,
    part,
    count(*) over (partition by notice_id) as reading_count
from raw.notice
qualify
    row_number() over (
        partition by notice_id
        order by (format like 'eforms%') desc, publication_date desc nulls last, evidence_id asc, part asc
    ) = 1
