-- A speaker of whom we hold at least one text: the whole that shares of speakers are shares of.
-- Grain: speaker_id
-- Column speaker_id: who speaks
-- Column speaker_name: its name
-- Column actor: focal, municipality, state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column owner_count: notices and documents of it that we hold
-- Column has_own_pages: whether any of them is a document
-- Column has_recent: whether any of them is dated in the two years before the as-of date
-- Column has_earlier: whether any of them is dated in the two years before that
-- Column latest_date: day of the latest
select
    speaker.speaker_id,
    min(speaker.speaker_name) as speaker_name,
    min(speaker.actor) as actor,
    bool_or(speaker.is_customer) as is_customer,
    count(*) as owner_count,
    bool_or(speaker.owner_kind = 'document') as has_own_pages,
    coalesce(
        bool_or(speaker.is_dated and speaker.published_date > study.as_of - interval 24 month), false
    ) as has_recent,
    coalesce(
        bool_or(
            speaker.is_dated
            and speaker.published_date <= study.as_of - interval 24 month
            and speaker.published_date > study.as_of - interval 48 month
        ),
        false
    ) as has_earlier,
    max(speaker.published_date) as latest_date
from core.speaker as speaker
cross join core.study as study
group by speaker.speaker_id
