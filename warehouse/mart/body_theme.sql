-- A policy theme in the strategies, policies and plans of one body, with the first sentence that names it.
-- Grain: body_id, theme
-- Check: document_count <= documents_held
-- Column body_id: the body
-- Column name: its name
-- Column is_customer: whether it is one of the study's customers
-- Column theme: the theme
-- Column theme_name_da: its name in Danish
-- Column theme_name_en: its name in English
-- Column document_count: its policy documents that name the theme
-- Column documents_held: its policy documents that we hold
-- Column mention_count: places that name it
-- Column latest_date: day of the latest document that names it
-- Column context: the sentence that names it, from the latest such document
-- Column url: where that stands
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with said as (
    select
        document.document_id,
        coalesce(owner.player_id, document.publisher, document.source) as body_id,
        mention.theme,
        mention.context,
        mention.quote_start,
        document.published_date,
        document.url,
        document.evidence_id,
        document.part
    from core.theme_mention as mention
    inner join core.document as document on mention.text_digest = document.text_digest
    left join core.document_player as owner on document.document_id = owner.document_id
    where document.stream = 'policy' and document.is_policy and document.own_copy_of is null
)

select
    said.body_id,
    body.name,
    body.is_customer,
    said.theme,
    theme.name_da as theme_name_da,
    theme.name_en as theme_name_en,
    count(distinct said.document_id) as document_count,
    body.document_count as documents_held,
    count(*) as mention_count,
    max(said.published_date) as latest_date,
    arg_max(said.context, row(said.published_date, said.document_id, -said.quote_start)) as context,
    arg_max(said.url, row(said.published_date, said.document_id, -said.quote_start)) as url,
    arg_max(said.evidence_id, row(said.published_date, said.document_id, -said.quote_start))
        as evidence_id,
    arg_max(said.part, row(said.published_date, said.document_id, -said.quote_start)) as part
from said
inner join mart.policy_body as body on said.body_id = body.body_id
inner join core.theme as theme on said.theme = theme.theme
group by
    said.body_id, body.name, body.is_customer, said.theme, theme.name_da, theme.name_en, body.document_count
