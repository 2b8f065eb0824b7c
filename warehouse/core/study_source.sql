-- A source of the study.
-- Grain: source
-- Column source: the study's name of it
-- Column source_kind: the kind of spider
-- Column stream: procurement, vendor or policy
-- Column publisher: who publishes it
-- Column licence: under which licence
-- Column terms: where its terms are
select
    source,
    source_kind,
    stream,
    publisher,
    licence,
    terms
from raw.study_source
