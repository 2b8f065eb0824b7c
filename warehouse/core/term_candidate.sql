-- A term that texts begin to say and the taxonomy does not know.
-- Grain: term
-- Check: organisation_count <= text_count
-- Column term: the term as texts say it, in lower case unless it is an acronym
-- Column c_value: termhood, frequency and length less what it is only as a part of longer terms
-- Column first_quarter: the quarter in which a text first said it
-- Column organisation_count: organisations whose texts say it
-- Column text_count: texts that say it
-- Column recent_count: of them, texts of the newest six quarters
-- Column log_odds: how many standard deviations it is commoner in the newest texts than before
-- Column context: the words around it where it was first said
select
    term,
    c_value,
    first_quarter,
    organisation_count,
    text_count,
    recent_count,
    log_odds,
    context
from raw.term_candidate
