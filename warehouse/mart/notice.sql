-- A notice, corrected ones included: is_current says which one counts.
-- Grain: notice_id
-- Check: notice_kind in ('planning', 'competition', 'result', 'modification', 'change', 'other')
-- Check: is_current = (superseded_by is null)
-- Check: superseded_by is null or superseded_by <> notice_id
-- Check: (buyer_player_id is null) = (buyer_name is null)
-- Check: segment_code is not null
-- Column notice_id: the notice's key
-- Column publication_number: number in the journal
-- Column publication_date: day of publication
-- Column notice_kind: planning, competition, result, modification, change or other
-- Column format: the format that it was read from
-- Column form: eForms subtype or the form's name
-- Column is_current: whether no later notice replaces it; only such notices are counted anywhere
-- Column superseded_by: the notice that replaces it
-- Column country: ISO 3166-1 alpha-2
-- Column language: ISO 639-1
-- Column title: title as published
-- Column buyer_player_id: the buyer, or the one with the largest part of a joint notice
-- Column buyer_name: its name, with how many others buy with it
-- Column cpv_main: main CPV code
-- Column cpv_label_da: its label in Danish
-- Column cpv_label_en: its label in English
-- Column segment_code: the study's segment, or other
-- Column segment_name_da: its name in Danish
-- Column segment_name_en: its name in English
-- Column procedure_id: the procedure's id, as published
-- Column total_value: total value as published, placeholders included; never summed
-- Column total_currency: its currency
-- Column deadline: day by which bids are due
-- Column url: page of the notice
-- Column source: the source
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
-- Column first_night: the night in which the bytes were first received
with buyers as (
    select
        notice_id,
        min(player_id) filter (where place = 1) as player_id,
        min(player_name) filter (where place = 1)
        || case when count(*) > 1 then ' (+' || count(*) - 1 || ')' else '' end as buyer_name
    from core.notice_buyer
    group by notice_id
)

select
    notice.notice_id,
    notice.publication_number,
    notice.publication_date,
    notice.notice_kind,
    notice.format,
    notice.form,
    notice.is_current,
    notice.superseded_by,
    notice.country,
    notice.language,
    notice.title,
    buyers.player_id as buyer_player_id,
    buyers.buyer_name,
    notice.cpv_main,
    label.label_da as cpv_label_da,
    label.label_en as cpv_label_en,
    notice.segment_code,
    segment.segment_name_da,
    segment.segment_name_en,
    notice.procedure_id,
    notice.total_amount as total_value,
    notice.total_currency,
    notice.deadline,
    notice.url,
    notice.source,
    notice.evidence_id,
    notice.part,
    notice.first_night
from core.notice as notice
left join buyers on notice.notice_id = buyers.notice_id
left join core.cpv_label as label on notice.cpv_main = label.cpv_code
left join core.segment_name as segment on notice.segment_code = segment.segment_code
