-- A need as one speaker states it: however often it does, it counts once.
-- Grain: need_id, speaker_id
-- Check: wish_count <= evidence_count
-- Column need_id: the need
-- Column speaker_id: who states it
-- Column speaker_name: its name
-- Column actor: focal, municipality, state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column evidence_count: sentences in which it does
-- Column wish_count: sentences that lack or wish, and do not only require what is being bought
-- Column notice_count: sentences in notices
-- Column recent_count: sentences dated in the two years before the as-of date
-- Column earlier_count: sentences dated in the two years before that
-- Column latest_date: the last day on which it did
select
    evidence.need_id,
    evidence.speaker_id,
    min(evidence.speaker_name) as speaker_name,
    min(evidence.actor) as actor,
    bool_or(evidence.is_customer) as is_customer,
    count(*) as evidence_count,
    count(*) filter (where evidence.strength = 'wish') as wish_count,
    count(*) filter (where evidence.owner_kind = 'notice') as notice_count,
    count(*) filter (where evidence.is_dated and evidence.stated_date > study.as_of - interval 24 month)
        as recent_count,
    count(*) filter (
        where evidence.is_dated
        and evidence.stated_date <= study.as_of - interval 24 month
        and evidence.stated_date > study.as_of - interval 48 month
    ) as earlier_count,
    max(evidence.stated_date) as latest_date
from core.need_evidence as evidence
cross join core.study as study
group by evidence.need_id, evidence.speaker_id
