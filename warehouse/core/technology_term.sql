-- A way to write a technology, in one language.
-- Grain: technology, language, term
-- Column technology: the technology
-- Column language: da, en, nb, sv or de
-- Column term: the word or words
select
    technology,
    language,
    term
from raw.technology_term
