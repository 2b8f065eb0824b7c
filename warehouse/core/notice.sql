-- A notice: one publication about a procedure, read from the evidence that counts for it.
-- Grain: notice_id
-- Check: notice_kind in ('planning', 'competition', 'result', 'modification', 'change', 'other')
-- Warn: publication_date is not null
-- Column notice_id: the notice's key
-- Column notice_uuid: eForms id, shared by versions
-- Column notice_version: eForms version
-- Column publication_number: number in the journal
-- Column publication_date: day of publication
-- Column notice_kind: planning, competition, result, modification, change or other
-- Column format: the format that it was read from
-- Column form: eForms subtype or the form's name
-- Column is_change: whether it says that it changes another notice
-- Column is_current: whether no later notice replaces it
-- Column family_id: the notices that replace one another share this
-- Column superseded_by: the notice that replaces it
-- Column changed_notice: the notice that it changes, as published
-- Column modified_notice: the award whose contract it modifies, as published
-- Column previous_notice: the notice that it continues, as published
-- Column previous_notice_id: that notice, where we hold it
-- Column procedure_id: the procedure's id, as published
-- Column procedure_key: what the notices of one procedure share: its id, else the notice that it continues, else itself
-- Column country: ISO 3166-1 alpha-2
-- Column language: ISO 639-1
-- Column title: title as published
-- Column cpv_main: main CPV code
-- Column cpv_all: all CPV codes
-- Column segment_code: the segment of the main CPV code, else of the first that falls in one
-- Column procedure_type: type of procedure, as published
-- Column is_framework: whether it is about a framework agreement
-- Column estimate_amount: estimated value as published
-- Column estimate_currency: its currency
-- Column total_amount: total value of the result as published
-- Column total_currency: its currency
-- Column framework_max: framework ceiling of the whole procedure
-- Column deadline: day by which bids are due
-- Column duration: duration in words
-- Column lot_count: number of lots
-- Column url: page of the notice, or where the evidence came from
-- Column source: the source
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
-- Column first_night: the night in which the bytes were first received
with more_codes as (
    select
        codes.notice_id,
        arg_min(segment.segment_code, codes.place) as segment_code
    from (
        select
            notice_id,
            evidence_id,
            part,
            unnest(cpv_all) as cpv_code,
            generate_subscripts(cpv_all, 1) as place
        from raw.notice
        where len(cpv_all) > 0
    ) as codes
    semi join core.notice_reading as chosen
        on codes.notice_id = chosen.notice_id and codes.evidence_id = chosen.evidence_id and codes.part = chosen.part
    inner join core.segment as segment on codes.cpv_code = segment.cpv_code and segment.segment_code <> 'other'
    group by codes.notice_id
)

select
    notice.notice_id,
    notice.notice_uuid,
    notice.notice_version,
    notice.publication_number,
    chosen.publication_date,
    notice.notice_kind,
    notice.format,
    notice.form,
    notice.is_change,
    family.is_current,
    family.family_id,
    family.superseded_by,
    notice.changed_notice,
    notice.modified_notice,
    notice.previous_notice,
    nullif(previous.target_id, notice.notice_id) as previous_notice_id,
    notice.procedure_id,
    coalesce(notice.procedure_id, nullif(previous.target_id, notice.notice_id), family.family_id) as procedure_key,
    notice.country,
    notice.language,
    notice.title,
    notice.cpv_main,
    notice.cpv_all,
    coalesce(nullif(main_segment.segment_code, 'other'), more_codes.segment_code, 'other') as segment_code,
    notice.procedure_type,
    regexp_matches(coalesce(notice.framework_or_dps, ''), '(^|[^a-z])(fa-|yes)') as is_framework,
    notice.est_value as estimate_amount,
    notice.est_currency as estimate_currency,
    notice.total_value as total_amount,
    notice.total_currency,
    notice.framework_max,
    case when notice.deadline between calendar.first_date and calendar.last_date then notice.deadline end as deadline,
    notice.duration,
    notice.lot_count,
    coalesce(notice.url, evidence.url) as url,
    notice.source,
    notice.evidence_id,
    notice.part,
    evidence.first_night
from raw.notice as notice
inner join core.notice_reading as chosen
    on
        notice.notice_id = chosen.notice_id
        and notice.evidence_id = chosen.evidence_id
        and notice.part = chosen.part
cross join core.calendar as calendar
inner join core.notice_family as family on notice.notice_id = family.notice_id
left join core.notice_reference as previous
    on notice.notice_id = previous.notice_id and previous.relation = 'previous'
left join core.segment as main_segment on notice.cpv_main = main_segment.cpv_code
left join more_codes on notice.notice_id = more_codes.notice_id
left join core.evidence as evidence on notice.evidence_id = evidence.evidence_id
