-- T3.6: a contract that is the end of its chain, when its buyer is likely to call again, and how far that has come.
-- The window runs from P10 to P90 around the latest end, as closed windows of the same kind teach it
-- (mart.retender_window); it is not narrowed by what has not happened yet, chance_12m is. States: expected; extended
-- (its first end is past, a renewal may run); open (a call that follows it is out); overdue (the whole window is past
-- and nothing came); replaced by framework and merged into joint buy (what followed within the last two years is one);
-- ended (the window closed a year ago and nothing came). The chance counts that some contracts are never called for
-- again, and stands only where chances of its kind did better than the mean (mart.retender_backtest). Contracts whose
-- end no notice states are left out: mart.contract_period counts them.
-- Grain: chain_id
-- Check: state in
--   ('expected', 'open', 'extended', 'overdue', 'replaced by framework', 'merged into joint buy', 'ended')
-- Check: p10_date <= p50_date and p50_date <= p90_date
-- Check: can_tell or reason is not null
-- Check: chance_12m is null or chance_12m between 0 and 1
-- Check: (chance_12m is null) = (chance_reason is not null)
-- Check: state <> 'overdue' or p90_date < (select as_of from core.study)
-- Column chain_id: the first contract of its chain
-- Column contract_id: the contract
-- Column buyer_player_id: the buyer
-- Column buyer_name: its name
-- Column incumbent_player_id: the supplier, the first by name where there are several
-- Column supplier_names: its suppliers
-- Column component_id: the first of the focal organisation's components that its notices name
-- Column component_ids: all of them
-- Column segment_code: the segment
-- Column title: title of the contract
-- Column end_date: its end without renewals
-- Column latest_end_date: its end if every renewal is used
-- Column p10_date: day by which one of ten such contracts is called for again
-- Column p50_date: day by which half of them are
-- Column p90_date: day by which nine of ten are
-- Column chance_12m: chance of a call within 12 months of the as-of date, given that none has come; NULL once one has,
--   and where it cannot be told
-- Column chance_reason: why there is no chance, in a sentence
-- Column stratum: option or no option
-- Column basis: own, conformal or prior: how the window was learnt
-- Column learnt_count: closed windows that it was learnt from
-- Column state: expected, open, extended, overdue, replaced by framework, merged into joint buy or ended
-- Column next_contract_id: what followed or is out
-- Column next_signal_date: day on which the market heard of it
-- Column amount_dkk: market value in kroner; NULL unless known
-- Column can_tell: whether the window is learnt from closed ones
-- Column reason: what a reader should know of it, in a sentence
-- Column url: page of the notice
-- Column evidence_id: the bytes that the contract was read from
with told as (
    select
        contract.*,
        chain.chain_id,
        chain.next_contract_id,
        chain.next_signal_date,
        next.status as next_status,
        len(next.buyer_ids) > len(contract.buyer_ids) as is_joined,
        next.is_framework and not contract.is_framework as is_reframed,
        study.as_of,
        retender.stratum,
        retender.basis,
        retender.learnt_count,
        retender.quantile_months,
        coalesce(retender.called_share, 1) as called_share,
        tried.has_chance,
        tried.chance_reason,
        retender.can_tell,
        retender.reason,
        greatest(
            calendar.first_date,
            least(
                calendar.last_date,
                contract.latest_end_date + to_days(cast(round(retender.low_months * 30.4375) as integer))
            )
        ) as p10_date,
        greatest(
            calendar.first_date,
            least(
                calendar.last_date,
                contract.latest_end_date + to_days(cast(round(retender.mid_months * 30.4375) as integer))
            )
        ) as p50_date,
        greatest(
            calendar.first_date,
            least(
                calendar.last_date,
                contract.latest_end_date + to_days(cast(round(retender.high_months * 30.4375) as integer))
            )
        ) as p90_date,
        date_diff('day', contract.latest_end_date, study.as_of) / 30.4375 as passed_months
    from mart.contract as contract
    inner join mart.contract_chain as chain on contract.contract_id = chain.contract_id
    cross join core.study as study
    cross join core.calendar as calendar
    inner join mart.retender_window as retender
        on retender.stratum = case when contract.has_option then 'option' else 'no option' end
    inner join mart.retender_backtest as tried on retender.stratum = tried.stratum
    left join mart.contract as next on chain.next_contract_id = next.contract_id
    where contract.status = 'awarded' and contract.latest_end_date is not null
),

stated as (
    select
        *,
        case
            when next_status = 'called' then 'open'
            when next_status = 'awarded' and is_joined then 'merged into joint buy'
            when next_status = 'awarded' and is_reframed then 'replaced by framework'
            when next_status is null and p90_date < as_of - 365 then 'ended'
            when next_status is null and p90_date < as_of then 'overdue'
            when next_status is null and end_date < as_of and latest_end_date >= as_of then 'extended'
            when next_status is null then 'expected'
        end as state,
        called_share * len(list_filter(quantile_months, lambda months: months <= passed_months)) / 101 as passed_share,
        called_share * len(list_filter(quantile_months, lambda months: months <= passed_months + 12)) / 101
            as coming_share
    from told
),

judged as (
    select
        *,
        case
            when state = 'overdue'
                then
                    'cannot tell: overdue: the whole window is past, and windows are learnt from contracts that were '
                    || 'called again'
            when state = 'open' then 'a call is out'
            when state = 'ended' then 'its window closed a year ago and nothing came'
            when state not in ('expected', 'extended') then 'it has been followed'
            when not has_chance then chance_reason
            when passed_share >= 1 then 'cannot tell: every call that was learnt from came sooner'
        end as why_no_chance
    from stated
)

select
    chain_id,
    contract_id,
    buyer_player_id,
    buyer_name,
    supplier_ids[1] as incumbent_player_id,
    supplier_names,
    component_ids[1] as component_id,
    component_ids,
    segment_code,
    title,
    end_date,
    latest_end_date,
    cast(p10_date as date) as p10_date,
    cast(p50_date as date) as p50_date,
    cast(p90_date as date) as p90_date,
    case
        when why_no_chance is null then round((coming_share - passed_share) / (1 - passed_share), 4)
    end as chance_12m,
    why_no_chance as chance_reason,
    stratum,
    basis,
    learnt_count,
    state,
    next_contract_id,
    next_signal_date,
    amount_dkk,
    can_tell,
    reason,
    url,
    evidence_id
from judged
where
    state is not null
    and (state not in ('replaced by framework', 'merged into joint buy') or next_signal_date > as_of - 730)
-- A contract that was replaced and the call that replaced it may both stand at a chain's end: the latest counts.
qualify row_number() over (partition by chain_id order by latest_end_date desc, contract_id desc) = 1
