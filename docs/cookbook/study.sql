-- Title: What this edition is of
-- Question: Which study, which night, as of when?
select study, title_en, night_id, as_of, country, currency, is_rehearsal
from mart.study
