-- T2.3: a term that texts begin to say and the taxonomy does not know, for a person to accept or reject.
-- Three organisations say it, and relatively more of the newest texts than of older ones. It is new where it was first
-- said in the last 18 months, and a year or more after our own dated texts begin: before that, all would seem new.
-- Grain: term
-- Check: recent_count <= text_count
-- Column term: the term as texts say it, in lower case unless it is an acronym
-- Column c_value: termhood, frequency and length less what it is only as a part of longer terms
-- Column first_quarter: the quarter in which a text first said it
-- Column organisation_count: organisations whose texts say it
-- Column text_count: texts that say it
-- Column recent_count: of them, texts of the newest six quarters
-- Column log_odds: how many standard deviations it is commoner in the newest texts than before
-- Column context: the words around it where it was first said
-- Column is_new: whether it was first said in the last 18 months; false also where our texts begin too late to tell
with dated as (
    select
        candidate.*,
        make_date(
            cast(left(candidate.first_quarter, 4) as integer),
            3 * cast(right(candidate.first_quarter, 1) as integer) - 2,
            1
        ) as first_day
    from core.term_candidate as candidate
)

select
    term,
    c_value,
    first_quarter,
    organisation_count,
    text_count,
    recent_count,
    log_odds,
    context,
    coalesce(
        first_day > (select max(study.as_of) from core.study as study) - interval 18 months
        and first_day >= (select min(document.quarter) from core.stream_document as document) + interval 12 months,
        false
    ) as is_new
from dated
order by log_odds desc, term asc
