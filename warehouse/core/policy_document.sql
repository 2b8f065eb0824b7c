-- A strategy, policy or plan of a body, with the years for which it says that it holds.
-- Grain: document_id
-- Check: period_from is null or period_to is null or period_from <= period_to
-- Column document_id: the document
-- Column body_id: the player, or the publisher's name where it is no known player
-- Column document_type: what kind of paper it is
-- Column title: its title
-- Column said_date: day of publication; NULL where only the day of our first capture is known
-- Column period_from: first day of the years in its title
-- Column period_to: last day of them
-- Column text_digest: digest of its text
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with papers as (
    select
        document.*,
        owner.player_id,
        regexp_extract(document.title, '(20[0-9]{2})\s*[-–—/]\s*(20[0-9]{2})', ['first', 'last']) as years
    from core.document as document
    left join core.document_player as owner on document.document_id = owner.document_id
    where
        document.stream = 'policy'
        and document.document_type in (
            'strategy', 'digitalisation_strategy', 'ai_policy', 'data_strategy', 'security_policy', 'welfare_technology'
        )
)

select
    document_id,
    coalesce(player_id, publisher, source) as body_id,
    document_type,
    title,
    case when date_basis <> 'first_seen' then published_date end as said_date,
    case when years.first <= years.last and years.first <> '' then make_date(cast(years.first as integer), 1, 1) end
        as period_from,
    case when years.first <= years.last and years.first <> '' then make_date(cast(years.last as integer), 12, 31) end
        as period_to,
    text_digest,
    url,
    evidence_id,
    part
from papers
