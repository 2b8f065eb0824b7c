-- A source: what this night asked of it and how that ended, and what became of everything that it ever gave.
-- Both differences must be 0, or nothing is published.
-- Grain: source
-- Check: planned_count = ok_count + unchanged_count + policy_count + failed_count + request_difference
-- Column source: the study's name of it
-- Column source_kind: the kind of spider
-- Column stream: procurement, vendor or policy
-- Column publisher: who publishes it
-- Column planned_count: requests planned this night
-- Column ok_count: answered
-- Column unchanged_count: nothing new since the last answer, or not published yet
-- Column policy_count: refused by policy (robots, mining reservation, scope, private address)
-- Column failed_count: failed
-- Column evidence_count: pieces of evidence that it ever gave
-- Column part_count: parts of them that were read or refused
-- Column read_count: parts read
-- Column out_of_scope_count: parts that do not concern the study
-- Column quarantined_count: parts that could not be read
-- Column record_count: records read
-- Column last_ok_at: when it last answered
-- Column request_difference: requests of this night without an end
-- Column reading_difference: pieces of evidence and parts that were neither read nor refused
with requests as (
    select
        request.source,
        count(*) as planned_count,
        count(*) filter (where request.outcome = 'ok') as ok_count,
        count(*) filter (where request.outcome in ('unchanged', 'not_published_yet')) as unchanged_count,
        count(*) filter (where request.outcome like 'policy%') as policy_count,
        count(*) filter (where request.outcome is null) as open_count
    from core."fetch" as request
    inner join core.study as study on request.night_id = study.night_id
    group by request.source
),

answers as (
    select
        source,
        max(ended_at) as last_ok_at
    from core."fetch"
    where outcome in ('ok', 'unchanged')
    group by source
),

readings as (
    select
        source,
        count(distinct evidence_id) as read_evidence_count,
        count(*) as part_count,
        count(*) filter (where outcome = 'read') as read_count,
        count(*) filter (where outcome = 'out_of_scope') as out_of_scope_count,
        count(*) filter (where outcome = 'quarantined') as quarantined_count,
        sum(record_count) as record_count
    from core.reading
    group by source
),

held as (
    select
        source,
        count(*) as evidence_count
    from core.evidence
    group by source
),

sources as (
    select source from core.study_source
    union
    select source from requests
    union
    select source from held
)

select
    sources.source,
    declared.source_kind,
    declared.stream,
    declared.publisher,
    coalesce(requests.planned_count, 0) as planned_count,
    coalesce(requests.ok_count, 0) as ok_count,
    coalesce(requests.unchanged_count, 0) as unchanged_count,
    coalesce(requests.policy_count, 0) as policy_count,
    coalesce(
        requests.planned_count - requests.ok_count - requests.unchanged_count - requests.policy_count
        - requests.open_count, 0
    ) as failed_count,
    coalesce(held.evidence_count, 0) as evidence_count,
    coalesce(readings.part_count, 0) as part_count,
    coalesce(readings.read_count, 0) as read_count,
    coalesce(readings.out_of_scope_count, 0) as out_of_scope_count,
    coalesce(readings.quarantined_count, 0) as quarantined_count,
    cast(coalesce(readings.record_count, 0) as bigint) as record_count,
    answers.last_ok_at,
    coalesce(requests.open_count, 0) as request_difference,
    coalesce(held.evidence_count, 0) - coalesce(readings.read_evidence_count, 0)
    + coalesce(
        readings.part_count - readings.read_count - readings.out_of_scope_count - readings.quarantined_count, 0
    ) as reading_difference
from sources
left join core.study_source as declared on sources.source = declared.source
left join requests on sources.source = requests.source
left join answers on sources.source = answers.source
left join readings on sources.source = readings.source
left join held on sources.source = held.source
