-- A piece of evidence: the bytes of one answer as received.
-- Grain: evidence_id
-- Column evidence_id: SHA-256 of the bytes
-- Column source: the source that first gave it
-- Column url: where from
-- Column publisher: who published it, as the channel says
-- Column first_seen: when it was first received
-- Column first_night: the night in which it was first received
-- Column first_day: the day as of which that night ran; what dates are counted by, so that the clock is not
-- Column last_seen: when an answer last gave or confirmed it
-- Column last_day: the day as of which the night of that answer ran
with seen as (
    select
        request.evidence_id,
        max(request.ended_at) as last_seen,
        max(night.as_of) as last_day
    from raw."fetch" as request
    left join raw.night as night on request.night_id = night.night_id
    where request.outcome in ('ok', 'unchanged')
    group by request.evidence_id
)

select
    evidence.evidence_id,
    evidence.source,
    evidence.url,
    evidence.publisher,
    evidence.first_seen,
    evidence.first_night,
    coalesce(night.as_of, cast(evidence.first_seen as date)) as first_day,
    greatest(coalesce(seen.last_seen, evidence.first_seen), evidence.first_seen) as last_seen,
    coalesce(seen.last_day, night.as_of, cast(evidence.first_seen as date)) as last_day
from raw.evidence as evidence
left join raw.night as night on evidence.first_night = night.night_id
left join seen on evidence.evidence_id = seen.evidence_id
