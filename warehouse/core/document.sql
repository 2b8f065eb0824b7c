-- A document as it stands now: the latest capture of a page, news item, policy paper or report.
-- Grain: document_id
-- Column document_id: digest of the canonical address
-- Column url: where it stands
-- Column source: the source
-- Column stream: vendor or policy, as the source is
-- Column publisher: who publishes it
-- Column title: its title
-- Column document_kind: html or pdf
-- Column document_type: strategy (a policy, strategy or plan), news or page; told by its address, or by a PDF's title
-- Column published_date: day of publication; the day of the first capture where it says none
-- Column date_basis: metadata, text, url or first_seen
-- Column language: ISO 639-1
-- Column text_digest: digest of its text
-- Column char_count: length of its text
-- Column version_count: how many different texts stood there
-- Column first_seen_date: day of the first capture
-- Column last_seen_date: day on which it was last there
-- Column first_night: night of the first capture
-- Column last_changed_night: night in which its text last changed; NULL where it never has
-- Column evidence_id: the bytes of the latest capture
-- Column part: the part of a package, else empty
-- Column flags: what a reader should know
with history as (
    select
        document_id,
        max(version_number) as version_count,
        min(first_day) as first_day,
        max(last_day) as last_day,
        arg_min(first_night, row(first_seen, evidence_id)) as first_night,
        arg_max(first_night, row(first_seen, evidence_id)) filter (where is_change) as last_changed_night
    from core.document_version
    group by document_id
),

named as (
    select
        document_id,
        lower(coalesce(url, '')) as address,
        lower(regexp_extract(coalesce(url, ''), '([^/?#]+)/?([?#].*)?$', 1)) as last_step,
        case when document_kind = 'pdf' then lower(coalesce(title, '')) else '' end as paper_title
    from raw.document
    qualify row_number() over (partition by document_id order by url, title) = 1
)

select
    document.document_id,
    coalesce(document.url, evidence.url) as url,
    document.source,
    source.stream,
    coalesce(document.publisher, evidence.publisher, source.publisher) as publisher,
    document.title,
    document.document_kind,
    case
        when regexp_matches(named.address, '/(nyhed|news|aktuelt|presse|press|blog)') then 'news'
        when
            named.last_step in ('politik', 'politikker', 'strategi', 'strategier', 'policies', 'strategies')
            then 'page'
        when
            regexp_matches(
                named.last_step || ' ' || named.paper_title,
                'strateg|handleplan|handlingsplan|politik|policy|vision|roadmap|køreplan|koereplan'
                || '|digitaliseringsprogram'
            )
            then 'strategy'
        else 'page'
    end as document_type,
    -- A reader without a date takes the day of the clock; the night's own day is the same for whoever runs it again.
    case
        when document.date_basis <> 'first_seen' then coalesce(document.published_date, history.first_day)
        else history.first_day
    end as published_date,
    case when document.published_date is null then 'first_seen' else coalesce(document.date_basis, 'first_seen') end
        as date_basis,
    document.language,
    document.text_digest,
    document.char_count,
    history.version_count,
    history.first_day as first_seen_date,
    history.last_day as last_seen_date,
    history.first_night,
    history.last_changed_night,
    document.evidence_id,
    document.part,
    document.flags
from raw.document as document
inner join core.document_version as latest
    on
        document.document_id = latest.document_id
        and document.evidence_id = latest.evidence_id
        and document.part = latest.part
        and latest.is_latest
inner join history on document.document_id = history.document_id
inner join named on document.document_id = named.document_id
left join core.evidence as evidence on document.evidence_id = evidence.evidence_id
left join core.study_source as source on document.source = source.source
