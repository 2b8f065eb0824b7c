-- A sentence of a policy paper that names a theme, once for each theme, with how firmly it promises.
-- Grain: document_id, sentence_number, theme
-- Check: commitment is null or commitment in ('vision', 'aim', 'measure', 'budget', 'deadline')
-- Check: commitment_rank between 0 and 5
-- Column document_id: the paper
-- Column sentence_number: the sentence's place in it
-- Column theme: the theme
-- Column body_id: whose paper it is
-- Column sentence_group: the same for sentences that are nearly the same
-- Column is_shared: whether two bodies or more say it
-- Column commitment: vision, aim, measure, budget or deadline, by the firmest cue in the sentence; NULL without one
-- Column commitment_rank: the same as a number from 1 (vision) to 5 (deadline); 0 without a cue
-- Column context: the sentence
-- Column quote: the words that name the theme
-- Column quote_start: place of the quote's first character
-- Column quote_end: place after its last
with graded as (
    select
        text_digest,
        theme,
        quote_start,
        quote_end,
        quote,
        context,
        grade,
        coalesce(list_position(['vision', 'aim', 'measure', 'budget', 'deadline'], grade), 0) as commitment_rank
    from core.theme_mention
)

select
    sentence.document_id,
    sentence.sentence_number,
    graded.theme,
    sentence.body_id,
    sentence.sentence_group,
    sentence.is_shared,
    graded.grade as commitment,
    graded.commitment_rank,
    graded.context,
    graded.quote,
    graded.quote_start,
    graded.quote_end
from core.policy_sentence as sentence
inner join graded
    on
        sentence.text_digest = graded.text_digest
        and sentence.quote_start <= graded.quote_start
        and sentence.quote_end > graded.quote_start
qualify
    row_number() over (
        partition by sentence.document_id, sentence.sentence_number, graded.theme
        order by graded.commitment_rank desc, graded.quote_start asc, graded.quote_end asc
    ) = 1
