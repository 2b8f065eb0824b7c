-- A speaker of whom we hold at least one text: the whole that shares of speakers are shares of.
-- Grain: speaker_id
-- Column speaker_id: who speaks
-- Column speaker_name: its name
-- Column actor: focal, municipality, state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column owner_count: notices and documents of it that we hold
-- Column has_own_pages: whether any of them is a document
-- Column latest_date: day of the latest
select
    speaker_id,
    min(speaker_name) as speaker_name,
    min(actor) as actor,
    bool_or(is_customer) as is_customer,
    count(*) as owner_count,
    bool_or(owner_kind = 'document') as has_own_pages,
    max(published_date) as latest_date
from core.speaker
group by speaker_id
