-- The sentence of a customer that stands for a need: the latest that lacks or wishes it, else the latest that asks.
-- Grain: need_id
-- Column need_id: the need
-- Column quote: the sentence
-- Column quoted_name: who says it
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
select
    need_id,
    quote,
    speaker_name as quoted_name,
    url,
    evidence_id
from core.need_evidence
where is_customer
qualify
    row_number() over (
        partition by need_id
        order by
            strength desc, is_dated desc, stated_date desc nulls last, owner_id asc, quote_start asc, text_digest asc
    ) = 1
