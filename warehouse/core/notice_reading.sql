-- The one reading of each notice that counts, where several channels gave the same notice.
-- eForms XML wins, then the later publication date, then the smaller evidence id and part; lots, awards and
-- organisations follow this choice.
-- Grain: notice_id
-- Column notice_id: the notice
-- Column evidence_id: the bytes that count
-- Column part: the part of a package, else empty
-- Column publication_date: day of publication that it says; NULL where that is no day of core.calendar
-- Column reading_count: how many readings there were
with dated as (
    select
        notice.notice_id,
        notice.evidence_id,
        notice.part,
        notice.format,
        case
            when notice.publication_date between calendar.first_date and calendar.last_date then notice.publication_date
        end as publication_date
    from raw.notice as notice
    cross join core.calendar as calendar
)

select
    notice_id,
    evidence_id,
    part,
    publication_date,
    count(*) over (partition by notice_id) as reading_count
from dated
qualify
    row_number() over (
        partition by notice_id
        order by (format like 'eforms%') desc, publication_date desc nulls last, evidence_id asc, part asc
    ) = 1
