-- A part of a page as it stands now that is a thing of its own: a product, reference customer, partner, news item, job.
-- Grain: document_id, part_kind, part_number
-- Check: part_kind in ('product', 'reference_customer', 'partner', 'news_item', 'job_ad')
-- Column document_id: the page
-- Column part_number: counts from 1 within the page
-- Column part_kind: product, reference_customer, partner, news_item or job_ad
-- Column name: what the page calls it
-- Column summary: its next words
-- Column link: where it leads
-- Column part_date: the day that stands in it
-- Column cue: the linked data, address or heading that told what it is
-- Column evidence_id: the bytes of the page
-- Column first_night: the night whose capture first named it on this page
with latest as (
    select
        document_id,
        evidence_id,
        part
    from core.document_version
    where is_latest
),

begun as (
    select
        said.document_id,
        said.part_kind,
        lower(said.name) as name_key,
        min_by(version.first_night, row(version.first_seen, version.evidence_id)) as first_night
    from raw.page_part as said
    inner join core.document_version as version
        on said.document_id = version.document_id and said.evidence_id = version.evidence_id
    group by said.document_id, said.part_kind, lower(said.name)
)

select
    said.document_id,
    said.part_number,
    said.part_kind,
    said.name,
    said.summary,
    said.link,
    said.part_date,
    said.cue,
    said.evidence_id,
    begun.first_night
from raw.page_part as said
inner join latest
    on
        said.document_id = latest.document_id
        and said.evidence_id = latest.evidence_id
        and said.part = latest.part
left join begun
    on said.document_id = begun.document_id and said.part_kind = begun.part_kind and lower(said.name) = begun.name_key
