-- A lot of a notice (or a group of lots, or a planning part), with the period that it states.
-- A duration without dates runs from the stated start only. How long it can be extended is core.lot_extension's.
-- Dates are days of core.calendar, and a sum that leads beyond it ends on its last.
-- A duration of nothing, or of more than a hundred years, is no duration; nor is one that ends before it starts.
-- Grain: notice_id, lot_id
-- Check: latest_end_date is null or end_date is null or latest_end_date >= end_date
-- Column notice_id: the notice
-- Column lot_id: the lot
-- Column lot_kind: lot, group or part
-- Column title: title as published
-- Column cpv_main: main CPV code, else the notice's
-- Column segment_code: the segment of that code
-- Column is_framework: whether the lot is a framework agreement
-- Column estimate_amount: estimated value as published
-- Column estimate_currency: its currency
-- Column framework_max: framework ceiling
-- Column start_date: stated start
-- Column end_date: stated end, or start and duration together
-- Column latest_end_date: the end if every renewal is used
-- Column duration_months: stated duration in months, or from start to end
-- Column renewal_max: how often it can be renewed, as a number or else in words
-- Column renewal_months: how long each renewal is, where words say one length
-- Column extension_months: by how many months it can be extended in all; NULL where nothing says it
-- Column extension_basis: what that rests on: a number, words, both, or none
-- Column renewal_text: its words on renewals
-- Column options_text: its words on options
-- Column has_options: whether it states options
-- Column deadline: day by which bids are due
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with twice as (
    select
        notice_id,
        evidence_id,
        part,
        lot_id
    from raw.lot
    group by notice_id, evidence_id, part, lot_id
    having count(*) > 1
),

-- One reading tells few lots twice: the first title counts, and only they are put in order.
repeated as (
    select lot.rowid as place
    from raw.lot as lot
    semi join twice
        on
            lot.notice_id = twice.notice_id
            and lot.evidence_id = twice.evidence_id
            and lot.part = twice.part
            and lot.lot_id is not distinct from twice.lot_id
    qualify
        row_number() over (
            partition by lot.notice_id, lot.evidence_id, lot.part, lot.lot_id order by lot.title nulls last
        ) > 1
),

lots as (
    select
        lot.* exclude (start_date, end_date, deadline),
        case
            when lot.start_date between calendar.first_date and calendar.last_date then lot.start_date
        end as start_date,
        case when lot.end_date between calendar.first_date and calendar.last_date then lot.end_date end as end_date,
        case when lot.deadline between calendar.first_date and calendar.last_date then lot.deadline end as deadline,
        calendar.last_date,
        notice.segment_code as notice_segment,
        coalesce(lot.cpv_main, notice.cpv_main) as cpv_code,
        coalesce(
            regexp_matches(lot.framework_or_dps, '(^|[^a-z])(fa-|yes)'),
            notice.is_framework and notice.lot_count <= 1,
            false
        ) as is_framework,
        cast(
            case lot.duration_unit
                when 'day' then lot.duration_value / 30.4375
                when 'week' then lot.duration_value / 4.348125
                when 'month' then lot.duration_value
                when 'year' then lot.duration_value * 12
            end as double
        ) as said_months
    from raw.lot as lot
    inner join core.notice as notice
        on lot.notice_id = notice.notice_id and lot.evidence_id = notice.evidence_id and lot.part = notice.part
    cross join core.calendar as calendar
    anti join repeated on lot.rowid = repeated.place
),

measured as (
    select
        *,
        case when said_months > 0 and said_months <= 1200 then said_months end as stated_months,
        case when start_date <= end_date then date_diff('day', start_date, end_date + 1) / 30.4375 end as dated_months
    from lots
),

periods as (
    select
        lots.*,
        coalesce(
            lots.stated_months,
            -- Within a few days of a whole number of months, it is that number.
            case
                when abs(lots.dated_months - round(lots.dated_months)) < 0.15 then round(lots.dated_months)
                else lots.dated_months
            end
        ) as months,
        coalesce(
            lots.end_date,
            cast(
                lots.start_date
                + to_months(cast(floor(lots.stated_months) as integer))
                + to_days(cast(round((lots.stated_months - floor(lots.stated_months)) * 30.4375) as integer))
                as date
            )
        ) as said_end,
        -- `least` would pass over what is not known.
        case when said_end > lots.last_date then lots.last_date else said_end end as first_end
    from measured as lots
)

select
    periods.notice_id,
    periods.lot_id,
    periods.lot_kind,
    periods.title,
    periods.cpv_code as cpv_main,
    coalesce(nullif(segment.segment_code, 'other'), periods.notice_segment) as segment_code,
    periods.is_framework,
    periods.est_value as estimate_amount,
    periods.est_currency as estimate_currency,
    periods.framework_max,
    periods.start_date,
    periods.first_end as end_date,
    case
        when periods.first_end is not null
            then least(
                periods.last_date,
                cast(
                    periods.first_end
                    + to_months(cast(floor(coalesce(extension.extension_months, 0)) as integer))
                    + to_days(cast(round((coalesce(extension.extension_months, 0) % 1) * 30.4375) as integer))
                    as date
                )
            )
    end as latest_end_date,
    nullif(round(periods.months, 2), 0) as duration_months,
    extension.renewal_max,
    extension.renewal_months,
    extension.extension_months,
    coalesce(extension.extension_basis, 'none') as extension_basis,
    periods.renewal_text,
    periods.options_text,
    coalesce(periods.options_text <> '', false) as has_options,
    periods.deadline,
    periods.evidence_id,
    periods.part
from periods
left join core.lot_extension as extension
    on periods.notice_id = extension.notice_id and periods.lot_id = extension.lot_id
left join core.segment as segment on periods.cpv_code = segment.cpv_code
