-- T2.1: all about a technology on one card: what it is and is called, its ring, how often each stream names it, who
-- does, what came first, who buys and sells it, and three quotes.
-- Rates are shares of a stream's documents in each of the last eight whole quarters, oldest first, NULL where a quarter
-- has no documents.
-- Grain: technology
-- Check: quote_count between 0 and 3
-- Check: procurement_rates is null or len(procurement_rates) <= 8
-- Check: can_tell = (reason is null)
-- Column technology: the technology
-- Column technology_name_da: its name in Danish
-- Column technology_name_en: its name in English
-- Column technology_group: the group that it belongs to
-- Column definition_da: what it is, in Danish
-- Column definition_en: what it is, in English
-- Column synonyms_da: how Danish texts write it
-- Column synonyms_en: how English texts write it
-- Column synonyms_nb: how Norwegian texts write it
-- Column synonyms_sv: how Swedish texts write it
-- Column synonyms_de: how German texts write it
-- Column ring: its ring on the radar; NULL where there is none yet
-- Column ring_reason: why
-- Column verdict: rising, fading, no_sure_change or cannot_tell, over all streams
-- Column rate_ratio: the fitted change: how many times as large its share becomes over half of the period, by the slope
-- Column quarters: first days of the eight quarters
-- Column vendor_rates: share of the vendors' documents that name it, by quarter
-- Column policy_rates: share of the policy stream's documents
-- Column procurement_rates: share of notices that plan or invite
-- Column award_rates: share of result notices
-- Column document_count: dated documents that name it
-- Column breadth: organisations that named it in the last 24 months
-- Column first_tender_date: day of the first notice that plans or invites
-- Column first_tender_url: where it stands
-- Column first_award_date: day of the first result notice
-- Column first_award_url: where it stands
-- Column top_buyers: at most five buyers with the most notices that name it
-- Column top_suppliers: at most five suppliers with the most awards in notices that name it
-- Column quotes: at most three sentences, of different organisations, the latest first
-- Column quote_urls: where they stand
-- Column quote_evidence: the bytes that they were read from
-- Column quote_count: how many there are
-- Column can_tell: whether any dated document names it
-- Column reason: why not
with synonyms as (
    select
        technology,
        list(term order by term) filter (where language = 'da') as synonyms_da,
        list(term order by term) filter (where language = 'en') as synonyms_en,
        list(term order by term) filter (where language in ('nb', 'no')) as synonyms_nb,
        list(term order by term) filter (where language = 'sv') as synonyms_sv,
        list(term order by term) filter (where language = 'de') as synonyms_de
    from core.technology_term
    group by technology
),

spans as (
    select distinct quarter
    from mart.technology_quarter
    where quarter < date_trunc('quarter', (select max(study.as_of) from core.study as study))
    qualify dense_rank() over (order by quarter desc) <= 8
),

rates as (
    select
        technology.technology,
        list(distinct spans.quarter order by spans.quarter) as quarters,
        list(counted.rate order by spans.quarter) filter (where listed.stream = 'vendor') as vendor_rates,
        list(counted.rate order by spans.quarter) filter (where listed.stream = 'policy') as policy_rates,
        list(counted.rate order by spans.quarter) filter (where listed.stream = 'procurement') as procurement_rates,
        list(counted.rate order by spans.quarter) filter (where listed.stream = 'award') as award_rates
    from core.technology as technology
    cross join spans
    cross join (values ('vendor'), ('policy'), ('procurement'), ('award')) as listed (stream)
    left join mart.technology_quarter as counted
        on
            technology.technology = counted.technology
            and listed.stream = counted.stream
            and spans.quarter = counted.quarter
    group by technology.technology
)

select
    technology.technology,
    technology.technology_name_da,
    technology.technology_name_en,
    technology.technology_group,
    technology.definition_da,
    technology.definition_en,
    synonyms.synonyms_da,
    synonyms.synonyms_en,
    synonyms.synonyms_nb,
    synonyms.synonyms_sv,
    synonyms.synonyms_de,
    ring.ring,
    ring.reason as ring_reason,
    mover.verdict,
    mover.rate_ratio,
    coalesce(rates.quarters, []) as quarters,
    coalesce(rates.vendor_rates, []) as vendor_rates,
    coalesce(rates.policy_rates, []) as policy_rates,
    coalesce(rates.procurement_rates, []) as procurement_rates,
    coalesce(rates.award_rates, []) as award_rates,
    coalesce(said.document_count, 0) as document_count,
    coalesce(said.breadth, 0) as breadth,
    tender.first_date as first_tender_date,
    tender.first_url as first_tender_url,
    award.first_date as first_award_date,
    award.first_url as first_award_url,
    coalesce(said.top_buyers, []) as top_buyers,
    coalesce(said.top_suppliers, []) as top_suppliers,
    coalesce(said.quotes, []) as quotes,
    coalesce(said.quote_urls, []) as quote_urls,
    coalesce(said.quote_evidence, []) as quote_evidence,
    coalesce(len(said.quotes), 0) as quote_count,
    coalesce(said.document_count, 0) > 0 as can_tell,
    case when coalesce(said.document_count, 0) = 0 then 'no dated document names it' end as reason
from core.technology as technology
left join synonyms on technology.technology = synonyms.technology
left join rates on technology.technology = rates.technology
left join core.technology_speaker as said on technology.technology = said.technology
left join mart.technology_ring as ring on technology.technology = ring.technology
left join mart.technology_mover as mover on technology.technology = mover.technology
left join mart.technology_stream as tender
    on technology.technology = tender.technology and tender.stream = 'procurement'
left join mart.technology_stream as award
    on technology.technology = award.technology and award.stream = 'award'
