-- A lot of a notice (or a group of lots, or a planning part), with the period that it states.
-- A duration without dates runs from the stated start only. How often and for how long it can be renewed may stand in
-- words ("2 x 12 months"); where the words say no one length, a renewal is taken to be as long as the first period.
-- A duration of nothing, or of more than a hundred years, is no duration.
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
-- Column has_options: whether it states options
-- Column deadline: day by which bids are due
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with lots as (
    select
        lot.*,
        notice.segment_code as notice_segment,
        coalesce(lot.cpv_main, notice.cpv_main) as cpv_code,
        coalesce(
            regexp_matches(lot.framework_or_dps, '(^|[^a-z])(fa-|yes)'),
            notice.is_framework and notice.lot_count <= 1,
            false
        ) as is_framework,
        coalesce(
            lot.renewal_max,
            try_cast(regexp_extract(lower(lot.renewal_text), '\b(\d{1,2}) ?(x|×|gange|times)\b', 1) as bigint)
        ) as renewals,
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
    qualify row_number() over (partition by lot.notice_id, lot.lot_id order by lot.title nulls last) = 1
),

lengths as (
    select
        *,
        list_distinct(
            list_transform(
                regexp_extract_all(lower(coalesce(renewal_text, '')), '(\d{1,3}) ?(måned|mdr|month)', 1),
                lambda said: cast(said as double)
            )
            || list_transform(
                regexp_extract_all(lower(coalesce(renewal_text, '')), '(\d{1,2}) ?(år|year)', 1),
                lambda said: 12 * cast(said as double)
            )
        ) as renewal_lengths
    from lots
),

measured as (
    select
        *,
        case when said_months > 0 and said_months <= 1200 then said_months end as stated_months,
        date_diff('day', start_date, end_date + 1) / 30.4375 as dated_months,
        case when len(renewal_lengths) = 1 and renewal_lengths[1] between 1 and 240 then renewal_lengths[1] end
            as renewal_months
    from lengths
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
        ) as first_end
    from measured as lots
),

renewed as (
    select
        periods.*,
        least(greatest(coalesce(periods.renewals, 0), 0), 20)
        * greatest(coalesce(periods.renewal_months, periods.months, 0), 0) as more_months
    from periods
)

select
    renewed.notice_id,
    renewed.lot_id,
    renewed.lot_kind,
    renewed.title,
    renewed.cpv_code as cpv_main,
    coalesce(nullif(segment.segment_code, 'other'), renewed.notice_segment) as segment_code,
    renewed.is_framework,
    renewed.est_value as estimate_amount,
    renewed.est_currency as estimate_currency,
    renewed.framework_max,
    renewed.start_date,
    renewed.first_end as end_date,
    cast(
        renewed.first_end
        + to_months(cast(floor(renewed.more_months) as integer))
        + to_days(cast(round((renewed.more_months - floor(renewed.more_months)) * 30.4375) as integer))
        as date
    ) as latest_end_date,
    round(renewed.months, 2) as duration_months,
    renewed.renewals as renewal_max,
    renewed.renewal_months,
    coalesce(renewed.options_text <> '', false) as has_options,
    renewed.deadline,
    renewed.evidence_id,
    renewed.part
from renewed
left join core.segment as segment on renewed.cpv_code = segment.cpv_code
