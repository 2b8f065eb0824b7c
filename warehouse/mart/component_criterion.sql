-- A component measured by one criterion, 0 to 1; NULL where we hold nothing that could tell. The scale is
-- warehouse/seeds/verdict_scale.csv: the measure divided by its full mark, at most 1. Use is what imported figures of
-- eight customers or more say, and by how many customers' texts it is named where no figures are imported.
-- Grain: component_id, criterion
-- Check: axis in ('pull', 'hold')
-- Check: score is null or score between 0 and 1
-- Check: (score is null) = (reason is not null)
-- Column component_id: the component
-- Column component_name: its name
-- Column criterion: need, openings, policy (pull), use, strength or room (hold)
-- Column axis: pull (does the market ask for it?) or hold (do we stand well in it?)
-- Column criterion_weight: how much the criterion counts
-- Column measure: what was measured: a share, a level, or a number of rivals
-- Column full_mark: what would be full marks
-- Column score: 0 to 1
-- Column n: on how many observations it rests
-- Column said: the measure in words
-- Column reason: why there is none
with customer as (
    select
        count(*) filter (where player.is_customer) as customer_count,
        count(*) filter (where player.is_customer and heard.speaker_id is not null) as heard_count,
        count(*) filter (where player.is_customer and body.has_document) as policy_count
    from core.player as player
    left join core.heard_speaker as heard on player.player_id = heard.speaker_id
    left join mart.policy_body as body on player.player_id = body.player_id
),

need as (
    select
        cover.component_id,
        count(distinct speaker.speaker_id) as heard
    from core.need_cover as cover
    inner join core.need_speaker as speaker on cover.need_id = speaker.need_id and speaker.is_customer
    group by cover.component_id
),

opening as (
    select
        component.component_id,
        count(distinct calendar.buyer_player_id) as opening,
        count(*) as contract_count
    from mart.retender_calendar as calendar
    cross join core.study as study
    inner join core.component as component on list_contains(calendar.component_ids, component.component_id)
    inner join core.player as player on calendar.buyer_player_id = player.player_id and player.is_customer
    where
        calendar.state in ('expected', 'extended', 'open')
        and calendar.p50_date between study.as_of and study.as_of + interval 24 month
    group by component.component_id
),

held as (
    select count(*) as calendar_count from mart.retender_calendar
),

spoken as (
    select
        speaker.component_id,
        count(distinct speaker.player_id) filter (where speaker.stream = 'policy') as in_policy,
        count(distinct speaker.player_id) filter (where speaker.relation = 'name') as by_name
    from core.component_speaker as speaker
    inner join core.player as player on speaker.player_id = player.player_id
    where player.is_customer
    group by speaker.component_id
),

used as (
    -- One customer has one share, however many lines of a spreadsheet it has.
    select
        component_id,
        avg(use_share) as use_share,
        count(*) as n
    from (
        select
            usage.component_id,
            usage.player_id,
            avg(usage.use_share) as use_share
        from mart.system_usage as usage
        inner join core.player as player on usage.player_id = player.player_id and player.is_customer
        where usage.use_share is not null
        group by usage.component_id, usage.player_id
    ) as by_customer
    group by component_id
),

coverage as (
    select
        component_id,
        max(case level when 'evidenced' then 1.0 when 'claimed' then 0.5 else 0.0 end)
        filter (where is_focal and can_tell) as focal_level,
        count(*) filter (where not is_focal and level = 'evidenced') as rival_count,
        count(*) filter (where not is_focal and can_tell) as seen_count
    from mart.component_coverage
    group by component_id
),

measured as (
    select
        component.component_id,
        component.component_name,
        used.n as imported_count,
        customer.customer_count,
        unnest(
            [
                {
                    'criterion': 'need',
                    'measure': coalesce(need.heard, 0) / nullif(customer.heard_count, 0),
                    'n': customer.heard_count,
                    'reason': 'no text of a customer is held'
                },
                {
                    'criterion': 'openings',
                    'measure': case
                        when held.calendar_count > 0
                            then coalesce(opening.opening, 0) / nullif(customer.customer_count, 0)
                    end,
                    'n': coalesce(opening.contract_count, 0),
                    'reason': 'no contract with a stated end is held'
                },
                {
                    'criterion': 'policy',
                    'measure': coalesce(spoken.in_policy, 0) / nullif(customer.policy_count, 0),
                    'n': customer.policy_count,
                    'reason': 'no policy document of a customer is held'
                },
                {
                    'criterion': 'use',
                    -- The figures of a few customers are no share of all; and what texts name is no use where some
                    -- figures say otherwise.
                    'measure': case
                        when used.n >= least(8, customer.customer_count) then used.use_share
                        when used.n is null then coalesce(spoken.by_name, 0) / nullif(customer.heard_count, 0)
                    end,
                    'n': coalesce(used.n, customer.heard_count),
                    'reason': case
                        when used.n is null then 'neither figures of use nor a text of a customer are held'
                        else printf(
                            'figures of use are imported of %d of %d customers, fewer than 8',
                            used.n,
                            customer.customer_count
                        )
                    end
                },
                {
                    'criterion': 'strength',
                    'measure': cast(coverage.focal_level as double),
                    'n': 1,
                    'reason': 'nothing of the focal organisation itself is held'
                },
                {
                    'criterion': 'room',
                    'measure': case when coverage.seen_count > 0 then cast(coverage.rival_count as double) end,
                    'n': coalesce(coverage.seen_count, 0),
                    'reason': 'nothing of any rival is held'
                }
            ]
        ) as found
    from core.component as component
    cross join customer
    cross join held
    left join need on component.component_id = need.component_id
    left join opening on component.component_id = opening.component_id
    left join spoken on component.component_id = spoken.component_id
    left join used on component.component_id = used.component_id
    left join coverage on component.component_id = coverage.component_id
)

select
    measured.component_id,
    measured.component_name,
    scale.criterion,
    scale.axis,
    cast(scale.weight as double) as criterion_weight,
    cast(measured.found.measure as double) as measure,
    cast(scale.full_mark as double) as full_mark,
    -- What is not known has no score: least and greatest would pass over a NULL and give full marks, or none.
    case
        when measured.found.measure is null then null
        when scale.criterion = 'room' then greatest(0, 1 - measured.found.measure / cast(scale.full_mark as double))
        else least(1, measured.found.measure / cast(scale.full_mark as double))
    end as score,
    cast(measured.found.n as bigint) as n,
    case
        when measured.found.measure is null then null
        when scale.criterion = 'room' then printf('%.0f evidenced rivals', measured.found.measure)
        when scale.criterion = 'strength'
            then
                case
                    when measured.found.measure = 1 then 'evidenced by awards'
                    when measured.found.measure > 0 then 'claimed by ourselves'
                    else 'not seen'
                end
        when scale.criterion = 'use' and measured.imported_count is not null
            then printf(
                '%.0f %% of what could be used, imported of %d of %d customers',
                100 * measured.found.measure,
                measured.imported_count,
                measured.customer_count
            )
        else printf('%.0f %% of customers', 100 * measured.found.measure)
    end as said,
    case when measured.found.measure is null then 'cannot tell: ' || measured.found.reason end as reason
from measured
inner join seed.verdict_scale as scale on measured.found.criterion = scale.criterion
