-- A text that classifiers read, and whose it is: a current notice's or a document's latest. Without the text itself.
-- Grain: text_digest, owner_kind, owner_id
-- Check: owner_kind in ('notice', 'document')
-- Column text_digest: digest of the text
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column stream: procurement, award, vendor or policy
-- Column source: the source
-- Column panel: what the trend holds constant: the source of a notice, the publisher of a document
-- Column organisation: who speaks: the first buyer of a notice, the publisher of a document
-- Column who: its name
-- Column published_date: day of publication
-- Column is_dated: whether the day is the publisher's word, not the day of our first capture
-- Column is_copy: whether the document is a copy of another; what is counted once leaves copies out
-- Column title: title of the owner
-- Column url: where the owner stands
-- Column evidence_id: the bytes that the text was read from
-- Column part: the part of a package, else empty
with owners as (
    select
        'notice' as owner_kind,
        notice.notice_id as owner_id,
        case when notice.notice_kind in ('result', 'modification') then 'award' else 'procurement' end as stream,
        notice.source,
        notice.source as panel,
        buyer.player_id as organisation,
        buyer.player_name as who,
        notice.publication_date as published_date,
        notice.publication_date is not null as is_dated,
        false as is_copy,
        notice.title,
        notice.url,
        notice.evidence_id,
        notice.part
    from core.notice as notice
    left join core.notice_buyer as buyer on notice.notice_id = buyer.notice_id and buyer.place = 1
    where notice.is_current
    union all
    select
        'document' as owner_kind,
        document.document_id as owner_id,
        coalesce(document.stream, 'vendor') as stream,
        document.source,
        coalesce(document.publisher, document.source) as panel,
        coalesce(document.publisher, document.source) as organisation,
        coalesce(document.publisher, document.source) as who,
        document.published_date,
        coalesce(document.date_basis, '') <> 'first_seen' as is_dated,
        document.is_copy,
        document.title,
        document.url,
        document.evidence_id,
        document.part
    from core.document as document
)

select distinct
    said.text_digest,
    owners.owner_kind,
    owners.owner_id,
    owners.stream,
    owners.source,
    owners.panel,
    owners.organisation,
    owners.who,
    owners.published_date,
    owners.is_dated,
    owners.is_copy,
    owners.title,
    owners.url,
    owners.evidence_id,
    owners.part
from raw.text as said
inner join owners
    on
        said.owner_kind = owners.owner_kind
        and said.owner_id = owners.owner_id
        and said.evidence_id = owners.evidence_id
        and said.part = owners.part
