-- What is asked for, by whom and when: types of need with how often and in how many texts they are stated.
-- One organisation counts once for each type, actor and horizon. Silence is not satisfaction.
-- Grain: need_type, actor, horizon
-- Check: organisation_count <= mention_count
-- Check: document_count <= mention_count
-- Column need_type: function, data, integration, security, price, governance, skills or support
-- Column actor: municipality, state, supplier or other
-- Column horizon: now, 1-2y, 3-5y or unknown
-- Column mention_count: sentences that state it
-- Column document_count: notices and documents that state it
-- Column organisation_count: buyers and publishers that state it
-- Column latest_date: the last day on which it was stated
-- Column latest_quote: the sentence of that day
-- Column latest_url: where it stands
-- Column latest_evidence_id: the bytes that it was read from
select
    need_type,
    actor,
    horizon,
    count(*) as mention_count,
    count(distinct owner_kind || ' ' || owner_id) as document_count,
    count(distinct organisation) as organisation_count,
    max(stated_date) as latest_date,
    first(quote order by stated_date desc nulls last, owner_id asc, quote_start asc) as latest_quote,
    first(url order by stated_date desc nulls last, owner_id asc, quote_start asc) as latest_url,
    first(evidence_id order by stated_date desc nulls last, owner_id asc, quote_start asc) as latest_evidence_id
from core.need
group by need_type, actor, horizon
