-- F2.3: when a stream took a technology up, and in which order the streams did: vendor, policy, procurement, award.
-- A stream has taken it up when a second organisation names it, so that one early text decides nothing. What was said
-- before our documents of the stream begin is not known: is_censored says that it may have begun earlier.
-- Grain: technology, stream
-- Check: (first_date is null) = (document_count = 0)
-- Check: (taken_up_date is null) = (stream_place is null)
-- Check: can_tell = (reason is null)
-- Column technology: the technology
-- Column stream: vendor, policy, procurement or award
-- Column document_count: dated documents of the stream that name it
-- Column organisation_count: organisations that name it there
-- Column first_date: day of the first of them; NULL where there is none
-- Column first_title: its title
-- Column first_url: where it stands
-- Column first_evidence_id: the bytes that it was read from
-- Column taken_up_date: day on which a second organisation named it; NULL where none did
-- Column stream_place: place of the stream in the order of these days, from 1; NULL where it has not taken it up
-- Column months_after_first: months from the first stream to this one
-- Column stream_from: day of the stream's first dated document
-- Column is_censored: whether it was named within 12 months of the stream's first document
-- Column can_tell: whether the order says something: the stream took it up, and not where our documents begin
-- Column reason: why not
with streams as (
    select
        stream,
        min(quarter) as stream_from
    from core.stream_document
    group by stream
),

firsts as (
    select
        technology,
        stream,
        organisation,
        min(published_date) as first_date
    from core.technology_event
    group by technology, stream, organisation
),

ordered as (
    select
        technology,
        stream,
        first_date,
        row_number() over (partition by technology, stream order by first_date, organisation) as place
    from firsts
),

events as (
    select
        technology,
        stream,
        count(distinct owner_kind || ' ' || owner_id) as document_count,
        count(distinct organisation) as organisation_count,
        min(published_date) as first_date,
        arg_min(title, row(published_date, owner_kind, owner_id)) as first_title,
        arg_min(url, row(published_date, owner_kind, owner_id)) as first_url,
        arg_min(evidence_id, row(published_date, owner_kind, owner_id)) as first_evidence_id
    from core.technology_event
    group by technology, stream
),

joined as (
    select
        technology.technology,
        listed.stream,
        coalesce(events.document_count, 0) as document_count,
        coalesce(events.organisation_count, 0) as organisation_count,
        events.first_date,
        events.first_title,
        events.first_url,
        events.first_evidence_id,
        second.first_date as taken_up_date,
        streams.stream_from,
        coalesce(second.first_date < streams.stream_from + interval 12 months, false) as is_censored
    from core.technology as technology
    cross join (values ('vendor'), ('policy'), ('procurement'), ('award')) as listed (stream)
    left join streams on listed.stream = streams.stream
    left join events on technology.technology = events.technology and listed.stream = events.stream
    left join ordered as second
        on technology.technology = second.technology and listed.stream = second.stream and second.place = 2
)

select
    technology,
    stream,
    document_count,
    organisation_count,
    first_date,
    first_title,
    first_url,
    first_evidence_id,
    taken_up_date,
    case
        when taken_up_date is not null
            then rank() over (partition by technology order by taken_up_date nulls last)
    end as stream_place,
    date_diff('month', min(taken_up_date) over (partition by technology), taken_up_date) as months_after_first,
    stream_from,
    is_censored,
    taken_up_date is not null and not is_censored as can_tell,
    case
        when stream_from is null then 'no dated documents in this stream'
        when document_count = 0 then 'no document of this stream names it'
        when taken_up_date is null then 'one organisation names it; a stream takes up what two do'
        when is_censored then 'named within 12 months of our first document: it may have begun earlier'
    end as reason
from joined
