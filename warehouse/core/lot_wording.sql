-- A lot that says anything of renewals or options: its number of renewals and its words, as published.
-- Grain: notice_id, lot_id
-- Column notice_id: the notice
-- Column lot_id: the lot
-- Column renewal_max: how often it can be renewed, where a number says it
-- Column renewal_text: its words on renewals
-- Column options_text: its words on options
-- Column first_months: length of the first period in months, where a duration is stated
select
    lot.notice_id,
    lot.lot_id,
    lot.renewal_max,
    lot.renewal_text,
    lot.options_text,
    cast(
        case lot.duration_unit
            when 'day' then lot.duration_value / 30.4375
            when 'week' then lot.duration_value / 4.348125
            when 'month' then lot.duration_value
            when 'year' then lot.duration_value * 12
            else date_diff('day', lot.start_date, lot.end_date + 1) / 30.4375
        end as double
    ) as first_months
from raw.lot as lot
semi join core.notice as notice
    on lot.notice_id = notice.notice_id and lot.evidence_id = notice.evidence_id and lot.part = notice.part
where lot.renewal_max is not null or lot.renewal_text is not null or lot.options_text is not null
qualify row_number() over (partition by lot.notice_id, lot.lot_id order by lot.title nulls last) = 1
