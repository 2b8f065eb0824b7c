-- A dated document in which a body speaks of a policy theme, or a notice by which it buys: said, tendered or awarded.
-- A notice of several buyers is a row for each of them.
-- Grain: body_id, theme, act, owner_id
-- Check: act in ('said', 'tender', 'award')
-- Column body_id: the body
-- Column theme: the theme
-- Column act: said (in a strategy, policy or plan), tender (a notice that plans or invites) or award (a result)
-- Column owner_id: the document or notice
-- Column event_date: day of publication
-- Column title: its title
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
select distinct
    paper.body_id,
    sentence.theme,
    'said' as act,
    paper.document_id as owner_id,
    paper.said_date as event_date,
    paper.title,
    paper.url,
    paper.evidence_id
from core.theme_sentence as sentence
inner join core.policy_document as paper on sentence.document_id = paper.document_id
where paper.said_date is not null
union all
select
    buyer.player_id as body_id,
    mention.theme,
    case said.stream when 'award' then 'award' else 'tender' end as act,
    said.owner_id,
    min(said.published_date) as event_date,
    min(said.title) as title,
    min(said.url) as url,
    min(said.evidence_id) as evidence_id
from core.theme_mention as mention
inner join core.text as said on mention.text_digest = said.text_digest and said.owner_kind = 'notice'
inner join core.notice_buyer as buyer on said.owner_id = buyer.notice_id
where said.published_date is not null
group by buyer.player_id, mention.theme, said.stream, said.owner_id
