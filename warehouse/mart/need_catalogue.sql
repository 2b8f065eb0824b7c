-- T4.1: a need that can be named, as one kind of actor states it: by how many, how often, and for when.
-- One organisation counts once, however often it writes. Three sentences stand in mart.statement_quote. Tender
-- requirements describe past choices, loud organisations write more, and silence is not satisfaction.
-- Grain: need_id, actor
-- Check: organisation_count <= evidence_count
-- Check: now_count + soon_count + later_count + unknown_count = evidence_count
-- Check: horizon in ('now', '1-2y', '3-5y', 'unknown')
-- Column need_id: type, kind of subject and subject, joined by colons
-- Column actor: municipality, state, supplier, other or focal
-- Column need_name_da: its name in Danish
-- Column need_name_en: its name in English
-- Column need_type: function, data, integration, security, price, governance, skills or support
-- Column topic_kind: component, function, technology, theme or none
-- Column topic: the component, technology or theme; NULL where none is named
-- Column horizon: the horizon that most sentences name; unknown only where none names one
-- Column evidence_count: sentences that state it
-- Column wish_count: those of them that lack or wish, and do not only require what is being bought
-- Column document_count: notices and documents that state it
-- Column organisation_count: organisations that state it
-- Column now_count: sentences that say it is needed now
-- Column soon_count: sentences that say in one or two years
-- Column later_count: sentences that say in three to five years
-- Column unknown_count: sentences that do not say when
-- Column first_date: the first day on which it was stated
-- Column latest_date: the last day
-- Column quote: its latest sentence
-- Column quoted_name: who says it
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
with counted as (
    select
        need_id,
        actor,
        count(*) as evidence_count,
        count(*) filter (where strength = 'wish') as wish_count,
        count(distinct owner_kind || ' ' || owner_id) as document_count,
        count(distinct speaker_id) as organisation_count,
        count(*) filter (where horizon = 'now') as now_count,
        count(*) filter (where horizon = '1-2y') as soon_count,
        count(*) filter (where horizon = '3-5y') as later_count,
        count(*) filter (where horizon = 'unknown') as unknown_count,
        min(stated_date) as first_date,
        max(stated_date) as latest_date,
        arg_max(quote, row(coalesce(stated_date, date '1900-01-01'), strength, owner_id, -quote_start)) as quote,
        arg_max(
            speaker_name, row(coalesce(stated_date, date '1900-01-01'), strength, owner_id, -quote_start)
        ) as quoted_name,
        arg_max(url, row(coalesce(stated_date, date '1900-01-01'), strength, owner_id, -quote_start)) as url,
        arg_max(evidence_id, row(coalesce(stated_date, date '1900-01-01'), strength, owner_id, -quote_start))
            as evidence_id
    from core.need_evidence
    group by need_id, actor
)

select
    counted.need_id,
    counted.actor,
    named.need_name_da,
    named.need_name_en,
    named.need_type,
    named.topic_kind,
    named.topic,
    case
        when counted.now_count + counted.soon_count + counted.later_count = 0 then 'unknown'
        when counted.now_count >= greatest(counted.soon_count, counted.later_count) then 'now'
        when counted.soon_count >= counted.later_count then '1-2y'
        else '3-5y'
    end as horizon,
    counted.evidence_count,
    counted.wish_count,
    counted.document_count,
    counted.organisation_count,
    counted.now_count,
    counted.soon_count,
    counted.later_count,
    counted.unknown_count,
    counted.first_date,
    counted.latest_date,
    counted.quote,
    counted.quoted_name,
    counted.url,
    counted.evidence_id
from counted
inner join core.need_name as named on counted.need_id = named.need_id
