-- How long a lot's contract can be extended beyond its first period, and what that rests on.
-- A number of renewals and a length in words are multiplied; a number without a length takes each renewal to be as long
-- as the first period; a number of nothing beside words that say more is no number. How long the contract may last in
-- all, where words say it, caps the rest. Of a lot that says nothing there is no row.
-- Grain: notice_id, lot_id
-- Check: extension_basis in ('number and words', 'words', 'options in words', 'number alone', 'none')
-- Check: extension_months is null or extension_months >= 0
-- Column notice_id: the notice
-- Column lot_id: the lot
-- Column renewal_max: how often it can be renewed, as a number or else in words
-- Column renewal_months: how long each renewal is, where words say one length
-- Column extension_months: by how many months it can be extended in all; NULL where nothing says it
-- Column extension_basis: what that rests on: number and words, words, options in words, number alone or none
with lots as (
    select
        lot.notice_id,
        lot.lot_id,
        lot.renewal_max as said_number,
        case when lot.renewal_max > 20 then 20 else lot.renewal_max end as number,
        lot.renewal_text,
        lot.options_text,
        cast(
            case lot.duration_unit
                when 'day' then lot.duration_value / 30.4375
                when 'week' then lot.duration_value / 4.348125
                when 'month' then lot.duration_value
                when 'year' then lot.duration_value * 12
                -- Both are days of core.calendar, or neither tells a length.
                else
                    case
                        when
                            lot.start_date >= calendar.first_date and lot.end_date <= calendar.last_date
                            then date_diff('day', lot.start_date, lot.end_date + 1) / 30.4375
                    end
            end as double
        ) as months
    from raw.lot as lot
    cross join core.calendar as calendar
    semi join core.notice as notice
        on lot.notice_id = notice.notice_id and lot.evidence_id = notice.evidence_id and lot.part = notice.part
    where lot.renewal_max is not null or lot.renewal_text is not null or lot.options_text is not null
    qualify row_number() over (partition by lot.notice_id, lot.lot_id order by lot.title nulls last) = 1
),

worded as (
    select
        lots.* exclude (months),
        -- Within a few days of a whole number of months, it is that number; over a hundred years, it is none.
        case
            when lots.months <= 0 or lots.months > 1200 then null
            when abs(lots.months - round(lots.months)) < 0.15 then round(lots.months)
            else lots.months
        end as first_months,
        renewals.months is null and options.months > 0 as is_of_options,
        case when is_of_options then options.renewal_count else renewals.renewal_count end as said_count,
        case when is_of_options then options.months_each else renewals.months_each end as months_each,
        case when is_of_options then options.months else renewals.months end as months,
        coalesce(renewals.cap_months, options.cap_months) as cap_months
    from lots
    left join core.worded_extension as renewals on lots.renewal_text = renewals.wording and not renewals.is_option
    left join core.worded_extension as options on lots.options_text = options.wording and options.is_option
),

extended as (
    select
        *,
        case
            when number > 0 and months_each is not null then number * months_each
            when number > 0 and months is null then number * first_months
            when number = 0 then coalesce(months, 0)
            else months
        end as said_months,
        case
            when said_months is null then 'none'
            when months is null then 'number alone'
            when number > 0 and months_each is not null or number = 0 and months = 0 then 'number and words'
            when is_of_options then 'options in words'
            else 'words'
        end as said_basis
    from worded
),

capped as (
    select
        *,
        -- DuckDB's `least` passes over what is not known.
        case when cap_months > first_months then least(said_months, cap_months - first_months) else said_months end
            as capped_months
    from extended
)

select
    notice_id,
    lot_id,
    coalesce(said_number, said_count) as renewal_max,
    months_each as renewal_months,
    case when capped_months > 1200 then 1200 else capped_months end as extension_months,
    case when said_basis = 'none' and capped_months is not null then 'words' else said_basis end as extension_basis
from capped
