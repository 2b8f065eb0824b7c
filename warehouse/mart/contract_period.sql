-- An award and when its contract runs out, as far as notices say it.
-- The period stands in the result notice, or in the competition notice of the same procedure (where older notices
-- have it). A duration without a start runs from the day of the contract, the decision or the publication, the first
-- that is known; a sum that leads beyond core.calendar ends on its last day. days_left and half_year follow the latest
-- possible end, renewals included, for that is when buyers buy again.
-- Grain: award_key
-- Check: end_date is null or start_date is null or end_date >= start_date
-- Check: latest_end_date is null or (latest_end_date >= end_date and earliest_end_date <= latest_end_date)
-- Check: (end_date is null) = (basis = 'not stated')
-- Column award_key: the award
-- Column notice_id: the notice
-- Column buyer_player_id: the buyer
-- Column buyer_name: its name
-- Column supplier_names: names of its suppliers
-- Column title: title of the contract, the lot or the notice
-- Column segment_code: the segment
-- Column start_date: day from which the contract runs
-- Column end_date: its end without renewals
-- Column earliest_end_date: its end if nothing is renewed and no option used; the same as end_date
-- Column latest_end_date: its end if every renewal is used
-- Column duration_months: length of the first period
-- Column renewal_max: how often it can be renewed
-- Column renewal_months: how long each renewal is, where words say one length
-- Column extension_months: by how many months it can be extended in all
-- Column extension_basis: what that rests on: number and words, words, options in words, number alone (each renewal
--   taken to be as long as the first period), or none
-- Column renewal_text: the words on renewals as published
-- Column options_text: the words on options as published
-- Column has_options: whether options are stated; counted in the latest end only where they extend the contract
-- Column basis: where the period stands: dates or duration, in the result or the competition notice; or not stated
-- Column days_left: days from the as-of date to the latest end; negative where it has passed
-- Column half_year: half-year of the latest end, like 2027-H1
-- Column amount_dkk: market value in kroner; NULL unless trusted
-- Column url: page of the notice
-- Column evidence_id: the bytes that the award was read from
-- Column part: the part of a package, else empty
with competition as (
    select
        result.notice_id,
        call.notice_id as call_id,
        call.publication_date
    from core.notice as result
    inner join core.notice as call on result.procedure_id = call.procedure_id
    where result.notice_kind = 'result' and result.is_current and call.notice_kind = 'competition' and call.is_current
    union all
    select
        result.notice_id,
        call.notice_id as call_id,
        call.publication_date
    from core.notice as result
    inner join core.notice as named on result.previous_notice_id = named.notice_id
    inner join core.notice as call
        on named.family_id = call.family_id and call.notice_kind = 'competition' and call.is_current
    where result.notice_kind = 'result' and result.is_current
),

latest_call as (
    select
        notice_id,
        arg_max(call_id, row(coalesce(publication_date, date '0001-01-01'), call_id)) as call_id
    from competition
    group by notice_id
),

call_lots as (
    select
        *,
        count(*) over (partition by notice_id) as lot_count
    from core.lot
    where lot_kind = 'lot'
),

periods as (
    select
        award.award_key,
        1 as choice,
        'result notice' as place,
        lot.start_date,
        lot.end_date,
        lot.duration_months,
        lot.renewal_max,
        lot.renewal_months,
        lot.extension_months,
        lot.extension_basis,
        lot.renewal_text,
        lot.options_text,
        lot.has_options
    from core.award as award
    inner join core.lot as lot on award.notice_id = lot.notice_id and award.lot_ids[1] = lot.lot_id
    union all
    select
        award.award_key,
        case when lot.lot_id = award.lot_ids[1] then 2 else 3 end as choice,
        'competition notice' as place,
        lot.start_date,
        lot.end_date,
        lot.duration_months,
        lot.renewal_max,
        lot.renewal_months,
        lot.extension_months,
        lot.extension_basis,
        lot.renewal_text,
        lot.options_text,
        lot.has_options
    from core.award as award
    inner join latest_call on award.notice_id = latest_call.notice_id
    inner join call_lots as lot on latest_call.call_id = lot.notice_id
    where lot.lot_id = award.lot_ids[1] or lot.lot_count = 1
    union all
    select
        award.award_key,
        4 as choice,
        'result notice' as place,
        null as start_date,
        null as end_date,
        try_cast(regexp_extract(upper(notice.duration), '^(\d{1,3}) ?MONTH', 1) as double) as duration_months,
        null as renewal_max,
        null as renewal_months,
        null as extension_months,
        'none' as extension_basis,
        null as renewal_text,
        null as options_text,
        null as has_options
    from core.award as award
    inner join core.notice as notice on award.notice_id = notice.notice_id
    where regexp_matches(upper(notice.duration), '^(\d{1,3}) ?MONTH')
),

chosen as (
    select *
    from periods
    where end_date is not null or duration_months > 0
    qualify
        row_number() over (
            partition by award_key
            order by choice asc, end_date desc nulls last, duration_months desc nulls last, renewal_max desc nulls last
        ) = 1
),

started as (
    select
        award.award_key,
        award.notice_id,
        award.segment_code,
        award.amount_dkk,
        award.title,
        award.url,
        award.buyer_player_id,
        award.buyer_name,
        award.supplier_names,
        award.evidence_id,
        award.part,
        chosen.place,
        chosen.end_date as said_end,
        chosen.duration_months,
        chosen.renewal_max,
        chosen.renewal_months,
        chosen.extension_months,
        coalesce(chosen.extension_basis, 'none') as extension_basis,
        chosen.renewal_text,
        chosen.options_text,
        coalesce(chosen.has_options, false) as has_options,
        coalesce(chosen.start_date, decided.contract_date, award.award_date, award.publication_date) as start_date,
        calendar.last_date
    from mart.award as award
    inner join core.award as decided on award.award_key = decided.award_key
    cross join core.calendar as calendar
    left join chosen on award.award_key = chosen.award_key
    where award.status = 'awarded'
),

summed as (
    select
        *,
        coalesce(
            said_end,
            cast(
                start_date
                + to_months(cast(floor(duration_months) as integer))
                + to_days(cast(round((duration_months - floor(duration_months)) * 30.4375) as integer))
                as date
            )
        ) as summed_end
    from started
),

ended as (
    select
        *,
        -- `least` would pass over what is not known.
        case when summed_end > last_date then last_date else summed_end end as end_date
    from summed
),

renewed as (
    select
        * exclude (end_date, start_date),
        case when end_date >= start_date or start_date is null then end_date end as end_date,
        start_date,
        coalesce(extension_months, 0) as more_months
    from ended
),

whole as (
    select
        *,
        case
            when end_date is not null
                then least(
                    last_date,
                    cast(
                        end_date
                        + to_months(cast(floor(more_months) as integer))
                        + to_days(cast(round((more_months - floor(more_months)) * 30.4375) as integer))
                        as date
                    )
                )
        end as latest_end_date
    from renewed
)

select
    whole.award_key,
    whole.notice_id,
    whole.buyer_player_id,
    whole.buyer_name,
    whole.supplier_names,
    whole.title,
    whole.segment_code,
    whole.start_date,
    whole.end_date,
    whole.end_date as earliest_end_date,
    whole.latest_end_date,
    whole.duration_months,
    whole.renewal_max,
    whole.renewal_months,
    whole.extension_months,
    whole.extension_basis,
    whole.renewal_text,
    whole.options_text,
    whole.has_options,
    case
        when whole.end_date is null then 'not stated'
        when whole.said_end is not null then 'dates in the ' || whole.place
        else 'duration in the ' || whole.place
    end as basis,
    date_diff('day', study.as_of, whole.latest_end_date) as days_left,
    cast(year(whole.latest_end_date) as varchar)
    || case when month(whole.latest_end_date) <= 6 then '-H1' else '-H2' end as half_year,
    whole.amount_dkk,
    whole.url,
    whole.evidence_id,
    whole.part
from whole
cross join core.study as study
