-- An award of a current result notice. Sum amount_dkk and nothing else; framework ceilings stand apart.
-- Grain: award_key
-- Check: amount_dkk is null or (value_kind in ('contract', 'call_off') and value_flag = 'ok')
-- Column award_key: the notice's id and the award's, joined by #
-- Column notice_id: the notice
-- Column item: the award's number as published
-- Column lot_id: the first lot that it is about
-- Column lot_count: how many lots it is about; 0 where the notice names none
-- Column publication_date: day of publication
-- Column award_date: day of the decision
-- Column year: year of publication
-- Column quarter: first day of the quarter of publication
-- Column segment_code: the segment of the award's first lot, else of the notice
-- Column status: awarded, not_awarded, open or unknown
-- Column title: title of the contract, the lot or the notice
-- Column buyer_player_id: the buyer, or the one with the largest part of a joint award
-- Column buyer_name: its name, with how many others buy with it
-- Column supplier_names: names of its suppliers, joined by commas
-- Column supplier_count: how many suppliers it has
-- Column bids_received: how many bids came
-- Column amount: the amount that counts, as published; an amendment's new total replaces the first one
-- Column currency: its currency
-- Column amended_by: the modification notice whose total replaced the amount
-- Column value_kind: contract, call_off, framework_ceiling, estimate or unknown
-- Column value_flag: ok, withheld, symbolic, repeated_ceiling, outlier, no_value or review
-- Column amount_dkk: market value in kroner; NULL unless trusted
-- Column amount_eur: the same in euro
-- Column ceiling_dkk: framework ceiling in kroner; not a market value
-- Column rate_date: the day of the exchange rate
-- Column url: page of the notice
-- Column source: the source
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
-- Column first_night: the night in which the bytes were first received
with suppliers as (
    select
        award_key,
        string_agg(player_name, ', ' order by player_name, player_id) as supplier_names,
        count(*) as supplier_count
    from core.award_supplier
    where role = 'supplier'
    group by award_key
)

select
    award.award_key,
    award.notice_id,
    award.item,
    award.lot_ids[1] as lot_id,
    coalesce(len(award.lot_ids), 0) as lot_count,
    award.publication_date,
    award.award_date,
    cast(year(award.publication_date) as integer) as year,
    cast(date_trunc('quarter', award.publication_date) as date) as quarter,
    award.segment_code,
    award.status,
    award.title,
    notice.buyer_player_id,
    notice.buyer_name,
    suppliers.supplier_names,
    coalesce(suppliers.supplier_count, 0) as supplier_count,
    award.bids_received,
    award.amount,
    award.currency,
    award.amended_by,
    award.value_kind,
    award.value_flag,
    award.amount_dkk,
    award.amount_eur,
    award.ceiling_dkk,
    award.rate_date,
    notice.url,
    notice.source,
    award.evidence_id,
    award.part,
    notice.first_night
from core.award as award
inner join mart.notice as notice on award.notice_id = notice.notice_id
left join suppliers on award.award_key = suppliers.award_key
