-- A dated document that names a technology.
-- Grain: technology, owner_kind, owner_id
-- Column technology: the technology
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column stream: procurement, award, vendor or policy
-- Column panel: what the trend holds constant
-- Column organisation: who speaks
-- Column quarter: first day of the quarter of publication
select distinct
    mention.technology,
    document.owner_kind,
    document.owner_id,
    document.stream,
    document.panel,
    document.organisation,
    document.quarter
from core.mention as mention
inner join core.text as said on mention.text_digest = said.text_digest
inner join core.stream_document as document
    on said.owner_kind = document.owner_kind and said.owner_id = document.owner_id
