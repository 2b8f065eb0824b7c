-- A block of a document as it stands now: one line of its text.
-- Grain: document_id, block_number
-- Column document_id: the document
-- Column block_number: counts from 1 in the order of the text
-- Column block_kind: heading, paragraph, list_item or table_row
-- Column level: a heading's level, 1 to 6
-- Column block_start: place of its first character in the text of text_digest
-- Column block_end: place after its last
-- Column language: ISO 639-1; the document's where the block is too short to tell
-- Column text_digest: digest of the text
select
    block.document_id,
    block.block_number,
    block.block_kind,
    block.level,
    block.start as block_start,
    block."end" as block_end,
    block.language,
    block.text_digest
from raw.text_block as block
inner join core.document_version as latest
    on
        block.document_id = latest.document_id
        and block.evidence_id = latest.evidence_id
        and block.part = latest.part
        and latest.is_latest
