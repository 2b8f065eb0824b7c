-- A block of a document as it stands now: the place, sort and language of one line of its text.
-- Grain: document_id, block_number
-- Check: block_kind in ('heading', 'paragraph', 'list_item', 'table_row')
-- Check: block_start < block_end
-- Column document_id: the document
-- Column block_number: counts from 1 in the order of the text
-- Column block_kind: heading, paragraph, list_item or table_row
-- Column level: a heading's level, 1 to 6
-- Column under_block: number of the last heading above it, or its own; NULL before the first
-- Column block_start: place of its first character in the text of text_digest
-- Column block_end: place after its last
-- Column language: ISO 639-1; the document's where the block is too short to tell
-- Column text_digest: digest of the text
select
    block.document_id,
    block.block_number,
    block.block_kind,
    block.level,
    last_value(case when block.block_kind = 'heading' then block.block_number end ignore nulls) over (
        partition by block.document_id
        order by block.block_number
        rows between unbounded preceding and current row
    ) as under_block,
    block.block_start,
    block.block_end,
    block.language,
    block.text_digest
from core.document_block as block
