-- A sentence on a policy theme that two bodies or more say nearly the same: from a common source, or one from another.
-- In every count of sentences it counts once for each body. Who wrote it first is not known: dates are of publication.
-- Grain: sentence_group, theme
-- Check: body_count >= 2 and len(bodies) = body_count
-- Column sentence_group: the same for sentences that are nearly the same
-- Column theme: the theme that it names
-- Column body_count: bodies whose papers say it
-- Column bodies: their names
-- Column commitment: how firmly it promises at most; NULL without a cue
-- Column first_date: day of the earliest dated paper that says it
-- Column first_body: whose that is
-- Column context: the sentence, as that paper says it
-- Column url: where that stands
-- Column evidence_id: the bytes that it was read from
-- Column quote_start: place of the words that name the theme
-- Column quote_end: place after them
with placed as (
    select
        sentence.*,
        paper.said_date,
        paper.url,
        paper.evidence_id,
        coalesce(body.name, sentence.body_id) as name,
        row_number() over (
            partition by sentence.sentence_group, sentence.theme
            order by paper.said_date asc nulls last, sentence.document_id asc, sentence.sentence_number asc
        ) as place
    from core.theme_sentence as sentence
    inner join core.policy_document as paper on sentence.document_id = paper.document_id
    left join mart.policy_body as body on sentence.body_id = body.body_id
    where sentence.is_shared
)

select
    sentence_group,
    theme,
    count(distinct body_id) as body_count,
    list(distinct name order by name) as bodies,
    arg_max(commitment, commitment_rank) as commitment,
    min(said_date) as first_date,
    min(name) filter (where place = 1) as first_body,
    min(context) filter (where place = 1) as context,
    min(url) filter (where place = 1) as url,
    min(evidence_id) filter (where place = 1) as evidence_id,
    min(quote_start) filter (where place = 1) as quote_start,
    min(quote_end) filter (where place = 1) as quote_end
from placed
group by sentence_group, theme
having count(distinct body_id) > 1 and count(distinct name) = count(distinct body_id)
