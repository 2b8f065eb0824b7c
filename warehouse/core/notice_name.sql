-- A way in which other notices refer to a notice: its id, its publication number, its UUID with or without version.
-- Grain: reference
-- Column reference: what a reference says, in lower case
-- Column notice_id: the notice that it means; where several share it, the latest
with said as (
    select
        notice.notice_id,
        chosen.publication_date,
        unnest(list_distinct([
            lower(notice.notice_id),
            regexp_replace(lower(notice.publication_number), '^0+(\d+-\d{4})$', '\1'),
            lower(notice.notice_uuid || '-' || notice.notice_version),
            lower(notice.notice_uuid)
        ])) as reference
    from raw.notice as notice
    inner join core.notice_reading as chosen
        on
            notice.notice_id = chosen.notice_id
            and notice.evidence_id = chosen.evidence_id
            and notice.part = chosen.part
)

select
    reference,
    notice_id
from said
where reference is not null
qualify row_number() over (partition by reference order by publication_date desc nulls last, notice_id desc) = 1
