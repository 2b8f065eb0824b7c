-- A piece of evidence: the bytes of one answer as received.
-- Grain: evidence_id
-- Column evidence_id: SHA-256 of the bytes
-- Column source: the source that first gave it
-- Column url: where from
-- Column publisher: who published it, as the channel says
-- Column first_seen: when it was first received
-- Column first_night: the night in which it was first received
-- Column last_seen: when an answer last gave or confirmed it
with seen as (
    select
        evidence_id,
        max(ended_at) as last_seen
    from raw."fetch"
    where outcome in ('ok', 'unchanged')
    group by evidence_id
)

select
    evidence.evidence_id,
    evidence.source,
    evidence.url,
    evidence.publisher,
    evidence.first_seen,
    evidence.first_night,
    greatest(coalesce(seen.last_seen, evidence.first_seen), evidence.first_seen) as last_seen
from raw.evidence as evidence
left join seen on evidence.evidence_id = seen.evidence_id
