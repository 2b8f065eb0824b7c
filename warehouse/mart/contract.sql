-- A contract as buyers renew it: the awards of one lot in one result, or a call for bids that has no result yet.
-- A framework is one contract however many win it. Call-offs under it are left out: nobody calls for them again. Its
-- call is the last call for bids of the same procedure before the result; a direct award has none.
-- Grain: contract_id
-- Check: status in ('awarded', 'called')
-- Check: latest_end_date is null or latest_end_date >= end_date
-- Check: signal_date is not null
-- Column contract_id: the result's or call's notice id and the lot's, joined by #
-- Column procedure_key: the procedure
-- Column notice_id: the result notice, or the call that has no result yet
-- Column lot_id: the lot; NULL where the notice names none
-- Column status: awarded, or called (bids may still come or be judged)
-- Column buyer_player_id: the buyer, or the one with the largest part of a joint buy
-- Column buyer_name: its name, with how many others buy with it
-- Column buyer_ids: every buyer
-- Column supplier_ids: its suppliers
-- Column supplier_names: their names
-- Column title: title of the contract, the lot or the notice
-- Column cpv_main: main CPV code of the lot or the notice
-- Column segment_code: the segment
-- Column component_ids: components of the focal organisation that its title names, or what such a component does
-- Column is_framework: whether it is a framework agreement
-- Column signal_date: day on which the market first heard of it: of the call, or of the result of a direct award
-- Column award_date: day on which the result was published
-- Column start_date: day from which the contract runs
-- Column end_date: its end without renewals
-- Column latest_end_date: its end if every renewal is used
-- Column days_left: days from the as-of date to its latest end; negative where that has passed
-- Column end_basis: where its period stands: dates or duration, in the result or the competition notice; or not stated;
--   NULL for a call
-- Column has_option: whether it can be renewed or states options
-- Column amount_dkk: market value in kroner; NULL where that of one of its awards is not known
-- Column url: page of the notice
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with calls as (
    select
        chain.procedure_key,
        notice.notice_id,
        notice.publication_date
    from core.notice as notice
    inner join core.notice_procedure as chain on notice.notice_id = chain.notice_id
    where notice.is_current and notice.notice_kind = 'competition' and notice.publication_date is not null
),

components as (
    select
        award_key,
        list_sort(list(component_id)) as component_ids
    from core.award_component
    where is_subject
    group by award_key
),

suppliers as (
    select
        award.notice_id,
        award.lot_ids[1] as lot_id,
        list_sort(list_distinct(list(supplier.player_id))) as supplier_ids,
        array_to_string(list_sort(list_distinct(list(supplier.player_name))), ', ') as supplier_names
    from core.award as award
    inner join core.award_supplier as supplier on award.award_key = supplier.award_key
    where supplier.role = 'supplier' and award.status = 'awarded' and award.value_kind <> 'call_off'
    group by all
),

awarded as (
    select
        chain.procedure_key,
        award.notice_id,
        award.lot_ids[1] as lot_id,
        min(award.title) as title,
        min(award.segment_code) as segment_code,
        min(award.award_key) as award_key,
        bool_or(award.is_framework) as is_framework,
        min(award.publication_date) as award_date,
        min(period.start_date) as start_date,
        max(period.end_date) as end_date,
        max(period.latest_end_date) as latest_end_date,
        bool_or(coalesce(period.renewal_max, 0) > 0 or period.has_options) as has_option,
        case when count(award.amount_dkk) = count(*) then sum(award.amount_dkk) end as amount_dkk,
        min(period.basis) as end_basis,
        min(award.evidence_id) as evidence_id,
        min(award.part) as part
    from core.award as award
    inner join mart.contract_period as period on award.award_key = period.award_key
    inner join core.notice_procedure as chain on award.notice_id = chain.notice_id
    where award.publication_date is not null and award.value_kind <> 'call_off'
    group by all
),

-- The last call before a result; a call with no result at or after it waits for one.
ended as (
    select
        awarded.*,
        calls.notice_id as call_id,
        calls.publication_date as call_date
    from awarded
    asof left join calls
        on awarded.procedure_key = calls.procedure_key and awarded.award_date >= calls.publication_date
),

results as (
    select
        chain.procedure_key,
        max(notice.publication_date) as last_date
    from core.notice as notice
    inner join core.notice_procedure as chain on notice.notice_id = chain.notice_id
    where notice.is_current and notice.notice_kind = 'result'
    group by chain.procedure_key
),

waiting as (
    select
        calls.procedure_key,
        calls.notice_id,
        lot.lot_id,
        coalesce(lot.title, notice.title) as title,
        coalesce(lot.cpv_main, notice.cpv_main) as cpv_main,
        coalesce(lot.segment_code, notice.segment_code) as segment_code,
        coalesce(lot.is_framework, notice.is_framework) as is_framework,
        calls.publication_date as call_date,
        coalesce(lot.evidence_id, notice.evidence_id) as evidence_id,
        coalesce(lot.part, notice.part) as part
    from calls
    inner join core.notice as notice on calls.notice_id = notice.notice_id
    left join core.lot as lot on calls.notice_id = lot.notice_id and lot.lot_kind = 'lot'
    left join results on calls.procedure_key = results.procedure_key
    where results.last_date is null or results.last_date < calls.publication_date
),

called_components as (
    select
        said.owner_id as notice_id,
        list_sort(list(distinct mention.component_id)) as component_ids
    from core.component_mention as mention
    inner join core.text as said on mention.text_digest = said.text_digest and said.owner_kind = 'notice'
    where contains(lower(said.title), lower(mention.quote))
    group by said.owner_id
),

every as (
    select
        ended.procedure_key,
        ended.notice_id,
        ended.lot_id,
        ended.title,
        ended.segment_code,
        ended.is_framework,
        ended.award_date,
        ended.start_date,
        ended.end_date,
        ended.latest_end_date,
        ended.has_option,
        ended.amount_dkk,
        ended.end_basis,
        ended.evidence_id,
        ended.part,
        'awarded' as status,
        coalesce(lot.cpv_main, notice.cpv_main) as cpv_main,
        coalesce(ended.call_date, ended.award_date) as signal_date,
        suppliers.supplier_ids,
        suppliers.supplier_names,
        components.component_ids
    from ended
    inner join core.notice as notice on ended.notice_id = notice.notice_id
    left join core.lot as lot on ended.notice_id = lot.notice_id and ended.lot_id = lot.lot_id
    left join suppliers
        on ended.notice_id = suppliers.notice_id and ended.lot_id is not distinct from suppliers.lot_id
    left join components on ended.award_key = components.award_key
    union all by name
    select
        waiting.procedure_key,
        waiting.notice_id,
        waiting.lot_id,
        waiting.title,
        waiting.cpv_main,
        waiting.segment_code,
        waiting.is_framework,
        waiting.evidence_id,
        waiting.part,
        'called' as status,
        false as has_option,
        waiting.call_date as signal_date,
        called_components.component_ids
    from waiting
    left join called_components on waiting.notice_id = called_components.notice_id
),

buyers as (
    select
        notice_id,
        list_sort(list(player_id)) as buyer_ids
    from core.notice_buyer
    group by notice_id
)

select
    every.notice_id || '#' || coalesce(every.lot_id, '') as contract_id,
    every.procedure_key,
    every.notice_id,
    every.lot_id,
    every.status,
    notice.buyer_player_id,
    notice.buyer_name,
    coalesce(buyers.buyer_ids, cast([] as varchar[])) as buyer_ids,
    coalesce(every.supplier_ids, cast([] as varchar[])) as supplier_ids,
    every.supplier_names,
    every.title,
    every.cpv_main,
    every.segment_code,
    coalesce(every.component_ids, cast([] as varchar[])) as component_ids,
    every.is_framework,
    every.signal_date,
    every.award_date,
    every.start_date,
    every.end_date,
    every.latest_end_date,
    date_diff('day', study.as_of, every.latest_end_date) as days_left,
    every.end_basis,
    every.has_option,
    every.amount_dkk,
    notice.url,
    every.evidence_id,
    every.part
from every
cross join core.study as study
inner join mart.notice as notice on every.notice_id = notice.notice_id
left join buyers on every.notice_id = buyers.notice_id
