-- Quotes for a need, a barrier or a role
-- What exactly did people say about vendor lock-in?
select speaker_group, speaker_name, stated_date, quote, url
from mart.statement_quote
where subject_kind = 'barrier' and subject_id = 'lock_in'
order by speaker_group, place;
