-- A sentence that the strategist believes, bound to a query, a threshold and an owner.
-- Grain: assumption_id
-- Check: comparison in ('at_least', 'at_most', 'above', 'below')
-- Check: margin >= 0
-- Column assumption_id: its id in the study
-- Column sentence_da: the sentence in Danish
-- Column sentence_en: the sentence in English
-- Column comparison: how the number must stand to the threshold: at_least, at_most, above or below
-- Column threshold: the threshold
-- Column margin: how near the threshold the number may come before the assumption is weakening
-- Column minimum_n: the smallest n with which the study is willing to tell; NULL for any
-- Column minimum_coverage: the smallest coverage with which it is; NULL for any
-- Column owner: who answers for it
-- Column since: the day from which it has been held
-- Column sql: the query
select
    assumption_id,
    sentence_da,
    sentence_en,
    comparison,
    threshold,
    margin,
    minimum_n,
    minimum_coverage,
    owner,
    since,
    sql
from raw.assumption
