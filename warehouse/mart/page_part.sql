-- What a page names as a thing of its own, as it stands now: a product, reference customer, partner, news item or job.
-- Grain: document_id, part_kind, part_number
-- Check: part_kind in ('product', 'reference_customer', 'partner', 'news_item', 'job_ad')
-- Check: part_number >= 1
-- Warn: name <> ''
-- Column document_id: the page
-- Column part_number: counts from 1 within the page
-- Column part_kind: product, reference_customer, partner, news_item or job_ad
-- Column name: what the page calls it
-- Column summary: its next words
-- Column link: where it leads
-- Column part_date: the day that stands in it
-- Column cue: the linked data, address or heading that told what it is
-- Column url: the page
-- Column source: the source
-- Column stream: vendor or policy
-- Column publisher: who publishes the page
-- Column player_id: the player that publishes it; NULL where it is none that we know
-- Column first_night: the night whose capture first named it on this page
-- Column evidence_id: the bytes of the page
select
    said.document_id,
    said.part_number,
    said.part_kind,
    said.name,
    said.summary,
    said.link,
    said.part_date,
    said.cue,
    document.url,
    document.source,
    document.stream,
    document.publisher,
    owner.player_id,
    said.first_night,
    said.evidence_id
from core.page_part as said
inner join core.document as document on said.document_id = document.document_id
left join core.document_player as owner on said.document_id = owner.document_id
