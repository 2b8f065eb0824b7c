-- An award whose notices name a component of the focal organisation, or what such a component does.
-- The words stand in the result notice or in another notice of the same procedure. is_subject tells where they stand in
-- a title: then that is what was bought; elsewhere it may be what the thing bought must work with. Where a procedure
-- has awards of different titles, they must stand in the award's own: one lot's words say nothing of another's winner.
-- Grain: award_key, component_id
-- Column award_key: the award
-- Column component_id: the component
-- Column is_subject: whether the words stand in the title of the award or, where it has but one, of the procedure
-- Column relation: name where the component itself is named, else function
-- Column quote: the words, from the award's own notice where they stand there
-- Column context: the sentence around them
-- Column text_digest: digest of the text in which they stand
-- Column quote_start: place of the quote's first character
-- Column quote_end: place after its last
-- Column notice_id: the notice whose text it is
-- Column url: its page
-- Column evidence_id: the bytes that the text was read from
with said as (
    select
        chain.procedure_key,
        said.owner_id as notice_id,
        mention.*,
        said.url,
        said.evidence_id
    from core.component_mention as mention
    inner join core.text as said on mention.text_digest = said.text_digest and said.owner_kind = 'notice'
    inner join core.notice_procedure as chain on said.owner_id = chain.notice_id
),

awards as (
    select
        award.award_key,
        award.notice_id,
        lower(coalesce(award.title, '')) as title,
        lower(coalesce(notice.title, '')) as notice_title,
        chain.procedure_key,
        count(distinct award.title) over (partition by chain.procedure_key) as title_count
    from core.award as award
    inner join core.notice as notice on award.notice_id = notice.notice_id
    inner join core.notice_procedure as chain on award.notice_id = chain.notice_id
    semi join said on chain.procedure_key = said.procedure_key
    where award.status = 'awarded'
)

select
    awards.award_key,
    said.component_id,
    contains(awards.title, lower(said.quote))
    or (awards.title_count = 1 and contains(awards.notice_title, lower(said.quote))) as is_subject,
    said.relation,
    said.quote,
    said.context,
    said.text_digest,
    said.quote_start,
    said.quote_end,
    said.notice_id,
    said.url,
    said.evidence_id
from awards
inner join said on awards.procedure_key = said.procedure_key
where awards.title_count = 1 or contains(awards.title, lower(said.quote))
qualify
    row_number() over (
        partition by awards.award_key, said.component_id
        order by
            is_subject desc,
            (said.relation = 'name') desc,
            (said.notice_id = awards.notice_id) desc,
            said.notice_id desc,
            said.text_digest asc,
            said.quote_start asc,
            said.quote_end asc,
            said.relation asc
    ) = 1
