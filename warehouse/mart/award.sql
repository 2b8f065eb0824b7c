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
-- Column value_flag: ok, withheld, symbolic, repeated_ceiling, decimal_shift, outlier, no_value or review
-- Column amount_dkk: market value in kroner; NULL unless trusted
-- Column amount_eur: the same in euro
-- Column ceiling_dkk: framework ceiling in kroner; not a market value
-- Column rate: kroner for one unit of the currency
-- Column rate_date: the day of the exchange rate
-- Column rate_eur: kroner for one euro on that day
-- Column customer_text: free text of the publisher that may name the end customer of a call-off; not checked
-- Column customer_player_id: the player of exactly that name, where there is one and only one; else NULL
-- Column is_direct_award: whether it was awarded without a call for bids, as the notice's form or procedure says
-- Column no_award_reason: the publisher's code for why nothing was awarded
-- Column no_award_reason_da: the code's label in Danish
-- Column no_award_reason_en: the code's label in English
-- Column url: page of the notice
-- Column source: the source
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
-- Column first_night: the night in which the bytes were first received
with suppliers as (
    select
        award_key,
        array_to_string(
            list_transform(list_sort(list(row(player_name, player_id))), lambda supplier: supplier[1]), ', '
        ) as supplier_names,
        count(*) as supplier_count
    from core.award_supplier
    where role = 'supplier'
    group by award_key
),

customers as (
    select
        known_name,
        min(player_id) as player_id
    from (
        select
            player_name as known_name,
            player_id
        from core.player
        where not is_person
        union
        select
            name as known_name,
            player_id
        from core.organisation
        where name is not null
    ) as every_name
    group by known_name
    having count(*) = 1
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
    award.rate,
    award.rate_date,
    award.rate_eur,
    award.customer_text,
    customers.player_id as customer_player_id,
    award.is_direct_award,
    award.reason as no_award_reason,
    case award.reason
        when 'PROCUREMENT_UNSUCCESSFUL' then 'Udbuddet gav intet resultat'
        when 'PROCUREMENT_DISCONTINUED' then 'Udbuddet blev afbrudt'
        else reason.da
    end as no_award_reason_da,
    case award.reason
        when 'PROCUREMENT_UNSUCCESSFUL' then 'The procurement was unsuccessful'
        when 'PROCUREMENT_DISCONTINUED' then 'The procurement was discontinued'
        else reason.en
    end as no_award_reason_en,
    notice.url,
    notice.source,
    award.evidence_id,
    award.part,
    notice.first_night
from core.award as award
inner join mart.notice as notice on award.notice_id = notice.notice_id
left join suppliers on award.award_key = suppliers.award_key
left join customers on trim(award.customer_text) = customers.known_name
left join seed.eforms_code as reason
    on reason.code_list = 'non-award-justification' and award.reason = reason.code
