-- A lot of a current notice (or a group of lots, or a planning part), with the period that it states.
-- Grain: notice_id, lot_id
-- Check: lot_kind in ('lot', 'group', 'part')
-- Check: latest_end_date is null or (end_date is not null and latest_end_date >= end_date)
-- Check: duration_months is null or duration_months > 0
-- Check: segment_code is not null
-- Column notice_id: the notice
-- Column lot_id: the lot
-- Column lot_kind: lot, group or part
-- Column notice_kind: kind of its notice
-- Column title: title as published
-- Column cpv_main: main CPV code, else the notice's
-- Column segment_code: the segment of that code
-- Column is_framework: whether the lot is a framework agreement
-- Column start_date: stated start
-- Column end_date: stated end, or start and duration together
-- Column latest_end_date: the end if every renewal is used
-- Column duration_months: stated duration in months, or from start to end
-- Column renewal_max: how often it can be renewed
-- Column deadline: day by which bids are due
-- Column estimate_amount: estimated value as published; never summed
-- Column estimate_currency: its currency
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
select
    lot.notice_id,
    lot.lot_id,
    lot.lot_kind,
    notice.notice_kind,
    lot.title,
    lot.cpv_main,
    lot.segment_code,
    lot.is_framework,
    lot.start_date,
    lot.end_date,
    lot.latest_end_date,
    lot.duration_months,
    lot.renewal_max,
    lot.deadline,
    lot.estimate_amount,
    lot.estimate_currency,
    lot.evidence_id,
    lot.part
from core.lot as lot
inner join core.notice as notice on lot.notice_id = notice.notice_id
where notice.is_current
