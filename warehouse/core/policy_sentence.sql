-- A sentence of a body's policy paper that says something, with how many bodies say nearly the same.
-- Headings, page numbers and lines of a table are no sentences. A copy counts once for each body: count sentence_group.
-- Grain: document_id, sentence_number
-- Check: quote_end > quote_start
-- Check: body_count >= 1
-- Column document_id: the paper
-- Column sentence_number: its place among the paper's sentences, from 1
-- Column body_id: whose paper it is
-- Column text_digest: digest of the paper's text
-- Column quote_start: place of its first character
-- Column quote_end: place after its last
-- Column sentence_group: the same for sentences that are nearly the same
-- Column body_count: bodies with a sentence of the group
-- Column is_shared: whether two bodies or more say it: from a common source, or one from the other
with placed as (
    select
        document.document_id,
        sentence.sentence_number,
        document.body_id,
        document.text_digest,
        sentence.start as quote_start,
        sentence."end" as quote_end,
        sentence.sentence_group
    from raw.policy_sentence as sentence
    inner join core.policy_document as document on sentence.text_digest = document.text_digest
),

spread as (
    select
        sentence_group,
        count(distinct body_id) as body_count
    from placed
    group by sentence_group
)

select
    placed.*,
    spread.body_count,
    spread.body_count > 1 as is_shared
from placed
inner join spread on placed.sentence_group = spread.sentence_group
