-- T4.5: a segment of customers on one line: who it is, what it has, what ends, what it speaks of, and its ties.
-- Lists name the three that most members name, with how many do. Of a segment with fewer than 8 heard members the
-- lists are left out and it cannot tell. What is installed comes from imported spreadsheets alone.
-- Grain: dimension, segment
-- Check: heard_count <= customer_count
-- Check: can_tell or reason is not null
-- Check: can_tell or (themes_da is null and needs_da is null and barriers_da is null)
-- Check: installed_share is null or installed_share between 0 and 1
-- Column dimension: size, region or maturity
-- Column segment: the segment
-- Column segment_order: place within the dimension, for figures
-- Column customer_count: its customers
-- Column heard_count: those of whom we hold any text
-- Column population_count: their inhabitants, where known
-- Column usage_customer_count: its customers in an imported spreadsheet of use
-- Column installed_share: what they use of what they could use, all components, 0 to 1; NULL where imported of fewer
--   than 8
-- Column ending_contract_count: contracts of its customers whose latest end lies within 24 months
-- Column next_end_date: the first such day
-- Column last_tender_date: the latest day on which one of them opened a tender
-- Column last_tender_title: what it was
-- Column tied_count: customers tied to the focal organisation: speak of it, use a component, or buy with it
-- Column themes_da: three themes, in Danish
-- Column themes_en: the same in English
-- Column needs_da: three needs that can be named, in Danish
-- Column needs_en: the same in English
-- Column barriers_da: three barriers, in Danish
-- Column barriers_en: the same in English
-- Column can_tell: whether it can be told
-- Column reason: why not, in a sentence
with groups as (
    select
        segment.dimension,
        segment.segment,
        min(segment.segment_order) as segment_order,
        count(*) as customer_count,
        count(*) filter (where segment.is_heard) as heard_count,
        sum(player.population) as population_count
    from core.customer_segment as segment
    inner join core.player as player on segment.player_id = player.player_id
    group by segment.dimension, segment.segment
),

installed as (
    select
        segment.dimension,
        segment.segment,
        count(distinct usage.player_id) as usage_customer_count,
        sum(usage.actual) / nullif(sum(usage.potential), 0) as installed_share
    from core.customer_segment as segment
    inner join core.system_usage as usage on segment.player_id = usage.player_id
    group by segment.dimension, segment.segment
),

ending as (
    select
        segment.dimension,
        segment.segment,
        count(*) as ending_contract_count,
        min(contract.latest_end_date) as next_end_date
    from core.customer_segment as segment
    inner join mart.contract as contract on segment.player_id = contract.buyer_player_id
    where contract.days_left between 0 and 730
    group by segment.dimension, segment.segment
),

facts as (
    select
        segment.dimension,
        segment.segment,
        fact.fact_kind,
        fact.fact,
        min(fact.name_da) as name_da,
        min(fact.name_en) as name_en,
        max(fact.fact_date) as fact_date,
        count(distinct fact.player_id) as said_count
    from core.customer_segment as segment
    inner join core.customer_fact as fact on segment.player_id = fact.player_id
    group by segment.dimension, segment.segment, fact.fact_kind, fact.fact
),

ranked as (
    select
        *,
        row_number() over (
            partition by dimension, segment, fact_kind
            order by said_count desc, name_en asc, fact asc
        ) as place
    from facts
    where fact_kind in ('theme', 'need', 'barrier')
),

lists as (
    select
        dimension,
        segment,
        string_agg(name_da || ' (' || said_count || ')', ', ' order by place) filter (where fact_kind = 'theme')
            as themes_da,
        string_agg(name_en || ' (' || said_count || ')', ', ' order by place) filter (where fact_kind = 'theme')
            as themes_en,
        string_agg(name_da || ' (' || said_count || ')', ', ' order by place) filter (where fact_kind = 'need')
            as needs_da,
        string_agg(name_en || ' (' || said_count || ')', ', ' order by place) filter (where fact_kind = 'need')
            as needs_en,
        string_agg(name_da || ' (' || said_count || ')', ', ' order by place) filter (where fact_kind = 'barrier')
            as barriers_da,
        string_agg(name_en || ' (' || said_count || ')', ', ' order by place) filter (where fact_kind = 'barrier')
            as barriers_en
    from ranked
    where place <= 3
    group by dimension, segment
),

tenders as (
    select
        dimension,
        segment,
        max(fact_date) as last_tender_date,
        arg_max(name_en, row(fact_date, fact)) as last_tender_title
    from facts
    where fact_kind = 'tender' and fact_date is not null
    group by dimension, segment
),

ties as (
    select
        segment.dimension,
        segment.segment,
        count(distinct fact.player_id) as tied_count
    from core.customer_segment as segment
    inner join core.customer_fact as fact on segment.player_id = fact.player_id and fact.fact_kind = 'tie'
    group by segment.dimension, segment.segment
)

select
    groups.dimension,
    groups.segment,
    groups.segment_order,
    groups.customer_count,
    groups.heard_count,
    cast(groups.population_count as bigint) as population_count,
    coalesce(installed.usage_customer_count, 0) as usage_customer_count,
    -- What one of eight uses is not what the segment uses.
    case when installed.usage_customer_count >= 8 then installed.installed_share end as installed_share,
    coalesce(ending.ending_contract_count, 0) as ending_contract_count,
    ending.next_end_date,
    tenders.last_tender_date,
    tenders.last_tender_title,
    coalesce(ties.tied_count, 0) as tied_count,
    case when groups.heard_count >= 8 then lists.themes_da end as themes_da,
    case when groups.heard_count >= 8 then lists.themes_en end as themes_en,
    case when groups.heard_count >= 8 then lists.needs_da end as needs_da,
    case when groups.heard_count >= 8 then lists.needs_en end as needs_en,
    case when groups.heard_count >= 8 then lists.barriers_da end as barriers_da,
    case when groups.heard_count >= 8 then lists.barriers_en end as barriers_en,
    groups.heard_count >= 8 as can_tell,
    case
        when groups.heard_count < 8
            then 'cannot tell: ' || groups.heard_count || ' members are heard, fewer than 8'
    end as reason
from groups
left join installed on groups.dimension = installed.dimension and groups.segment = installed.segment
left join ending on groups.dimension = ending.dimension and groups.segment = ending.segment
left join lists on groups.dimension = lists.dimension and groups.segment = lists.segment
left join tenders on groups.dimension = tenders.dimension and groups.segment = tenders.segment
left join ties on groups.dimension = ties.dimension and groups.segment = ties.segment
