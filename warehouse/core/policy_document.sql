-- A strategy, policy or plan of a body, with the years for which it says that it holds.
-- Grain: document_id
-- Check: period_from is null or period_to is null or period_from <= period_to
-- Column document_id: the document
-- Column body_id: the player, or the publisher's name where it is no known player
-- Column document_type: what kind of paper it is: digitalisation_strategy, ai_policy, data_strategy, security_policy,
--   welfare_technology or strategy
-- Column title: its title
-- Column said_date: day of publication; NULL where only the day of our first capture is known
-- Column period_from: first day for which it says that it holds; NULL where it does not say
-- Column period_to: last day for which it says so
-- Column text_digest: digest of its text
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
select
    document.document_id,
    coalesce(owner.player_id, document.publisher, document.source) as body_id,
    document.document_type,
    document.title,
    case when document.date_basis <> 'first_seen' then document.published_date end as said_date,
    document.period_from,
    document.period_to,
    document.text_digest,
    document.url,
    document.evidence_id,
    document.part
from core.document as document
left join core.document_player as owner on document.document_id = owner.document_id
where
    document.stream = 'policy'
    and document.is_policy
    -- A body's paper counts once, as PDF, DOCX and page; two bodies' joint paper counts for both.
    and document.own_copy_of is null
