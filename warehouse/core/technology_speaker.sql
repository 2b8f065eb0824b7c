-- Who names a technology: how many, who buys and sells it most, and what three of them say.
-- Grain: technology
-- Check: len(quotes) <= 3 and len(top_buyers) <= 5 and len(top_suppliers) <= 5
-- Column technology: the technology
-- Column document_count: dated documents that name it
-- Column breadth: organisations that named it in the last 24 months
-- Column top_buyers: at most five buyers with the most notices that name it
-- Column top_suppliers: at most five suppliers with the most awards in notices that name it
-- Column quotes: at most three sentences, of different organisations, the latest first
-- Column quote_urls: where they stand
-- Column quote_evidence: the bytes that they were read from
with counted as (
    select
        technology,
        count(distinct owner_kind || ' ' || owner_id) as document_count,
        count(distinct organisation) filter (
            where published_date > (select max(study.as_of) from core.study as study) - interval 24 months
        ) as breadth
    from core.technology_event
    group by technology
),

buyers as (
    select
        technology,
        organisation,
        min(organisation_name) as name,
        count(*) as notice_count
    from core.technology_event
    where is_public_buyer
    group by technology, organisation
    qualify row_number() over (partition by technology order by count(*) desc, organisation asc) <= 5
),

suppliers as (
    select
        event.technology,
        supplier.player_id,
        min(supplier.player_name) as name,
        count(distinct award.award_key) as award_count
    from (select distinct
        technology,
        owner_id
    from core.technology_event
    where stream = 'award') as event
    inner join core.award as award on event.owner_id = award.notice_id
    inner join core.award_supplier as supplier on award.award_key = supplier.award_key and supplier.role = 'supplier'
    group by event.technology, supplier.player_id
    qualify
        row_number() over (
            partition by event.technology order by count(distinct award.award_key) desc, supplier.player_id asc
        ) <= 5
),

said as (
    select
        mention.technology,
        text.organisation,
        mention.context,
        text.url,
        text.evidence_id,
        text.published_date
    from core.mention as mention
    inner join core.text as text on mention.text_digest = text.text_digest and text.is_dated
    qualify
        row_number() over (
            partition by mention.technology, text.organisation
            order by text.published_date desc, text.owner_id asc, mention.quote_start asc
        ) = 1
),

quoted as (
    select *
    from said
    qualify row_number() over (partition by technology order by published_date desc, organisation asc) <= 3
)

select
    counted.technology,
    counted.document_count,
    counted.breadth,
    coalesce(
        (
            select list(buyers.name order by buyers.notice_count desc, buyers.organisation asc)
            from buyers
            where buyers.technology = counted.technology
        ),
        []
    ) as top_buyers,
    coalesce(
        (
            select list(suppliers.name order by suppliers.award_count desc, suppliers.player_id asc)
            from suppliers
            where suppliers.technology = counted.technology
        ),
        []
    ) as top_suppliers,
    coalesce(
        (
            select list(quoted.context order by quoted.published_date desc, quoted.organisation asc)
            from quoted
            where quoted.technology = counted.technology
        ),
        []
    ) as quotes,
    coalesce(
        (
            select list(quoted.url order by quoted.published_date desc, quoted.organisation asc)
            from quoted
            where quoted.technology = counted.technology
        ),
        []
    ) as quote_urls,
    coalesce(
        (
            select list(quoted.evidence_id order by quoted.published_date desc, quoted.organisation asc)
            from quoted
            where quoted.technology = counted.technology
        ),
        []
    ) as quote_evidence
from counted
