-- A player with whom the focal organisation might work: it covers a component that we do not, serves our customers, and
-- does not stand against us elsewhere. Public signs only: what is not seen is unknown, and losers are rarely named, so
-- head to head is told by components that both are evidenced in. Law is flagged, not judged.
-- Grain: player_id
-- Check: score between 0 and 1
-- Check: reason is not null and risk is not null
-- Column player_id: the candidate
-- Column player_name: its name
-- Column player_class: its class
-- Column place: its place by the score
-- Column score: complement times customers shared, less what stands against us, 0 to 1
-- Column complement: part of our uncovered components that it is evidenced in (claimed counts half), 0 to 1
-- Column components: which components those are
-- Column customer_count: our customers that have bought from it
-- Column customer_share: as a share of our customers
-- Column rival_count: components that both we and it are evidenced in
-- Column rival_components: which those are
-- Column tie: a tie to us that is already there
-- Column is_public: whether it is public
-- Column can_tell: whether we know how well we cover our own components
-- Column reason: why it is here, in words
-- Column risk: what to look at before talking
-- Column last_date: day of the latest evidence
-- Column url: where that stands
-- Column evidence_id: the bytes that it was read from
with own as (
    select
        component_id,
        component_name,
        can_tell,
        case level when 'evidenced' then 1.0 when 'claimed' then 0.5 else 0.0 end as cover
    from mart.component_coverage
    where is_focal
),

customers as (
    select count(*) as customer_count
    from core.player
    where is_customer
),

served as (
    select
        supplier.player_id,
        count(distinct buyer.player_id) as customer_count
    from core.award_supplier as supplier
    inner join core.award_buyer as buyer on supplier.award_key = buyer.award_key
    inner join core.player as player on buyer.player_id = player.player_id and player.is_customer
    group by supplier.player_id
),

tied as (
    select
        case when focal.player_id = edge.left_id then edge.right_id else edge.left_id end as player_id,
        string_agg(edge.tie_kind, ', ' order by edge.tie_kind) as tie
    from mart.alliance_edge as edge
    inner join core.player as focal on focal.is_focal and focal.player_id in (edge.left_id, edge.right_id)
    group by all
),

lacking as (
    select sum(1 - cover) as lack
    from own
),

offered as (
    select
        coverage.player_id,
        coverage.player_name,
        coverage.player_class,
        sum((1 - own.cover) * case coverage.level when 'evidenced' then 1.0 when 'claimed' then 0.5 else 0.0 end)
        / nullif(max(lacking.lack), 0) as complement,
        string_agg(coverage.component_name, ', ' order by coverage.component_name)
        filter (where own.cover < 1 and coverage.level <> 'not_seen') as components,
        count(*) filter (where own.cover = 1 and coverage.level = 'evidenced') as rival_count,
        string_agg(coverage.component_name, ', ' order by coverage.component_name)
        filter (where own.cover = 1 and coverage.level = 'evidenced') as rival_components,
        count(*) as component_count,
        bool_or(own.can_tell) as can_tell,
        max(coverage.last_date) as last_date,
        arg_max(coverage.url, row(coverage.last_date, coverage.component_id)) as url,
        arg_max(coverage.evidence_id, row(coverage.last_date, coverage.component_id)) as evidence_id
    from mart.component_coverage as coverage
    inner join own on coverage.component_id = own.component_id
    cross join lacking
    where not coverage.is_focal and coverage.level <> 'not_seen'
    group by coverage.player_id, coverage.player_name, coverage.player_class
),

scored as (
    select
        offered.*,
        coalesce(served.customer_count, 0) as customer_count,
        coalesce(served.customer_count, 0) / nullif(customers.customer_count, 0) as customer_share,
        tied.tie,
        coalesce(player.is_public, false) as is_public,
        round(
            coalesce(offered.complement, 0) * coalesce(served.customer_count / nullif(customers.customer_count, 0), 0)
            * (1 - offered.rival_count / offered.component_count),
            6
        ) as score
    from offered
    cross join customers
    left join served on offered.player_id = served.player_id
    left join tied on offered.player_id = tied.player_id
    left join core.player as player on offered.player_id = player.player_id
    where not coalesce(player.is_customer, false)
)

select
    player_id,
    player_name,
    player_class,
    row_number() over (order by score desc, customer_count desc, player_id asc) as place,
    score,
    coalesce(complement, 0) as complement,
    components,
    customer_count,
    customer_share,
    rival_count,
    rival_components,
    tie,
    is_public,
    coalesce(can_tell, false) as can_tell,
    case when coalesce(can_tell, false) then '' else 'cannot tell how well we cover our own components; ' end
    || case
        when components is null then 'covers nothing that we lack'
        else 'covers ' || components || ', where we are not evidenced'
    end
    || printf('; has sold to %d of our customers', customer_count)
    || case
        when rival_count = 0 then '; stands against us nowhere that we see' else '; also covers ' || rival_components
    end
    || case when tie is null then '' else '; already tied to us: ' || tie end as reason,
    case
        when rival_count > 0 then 'a rival in ' || rival_components || '; '
        else ''
    end
    || case
        when is_public then 'co-operation between public bodies: check the conditions of procurement law'
        else 'a supplier: check procurement law (equal treatment, prior involvement) and state aid'
    end as risk,
    last_date,
    url,
    evidence_id
from scored
