-- A customer in one segment of one dimension: size by inhabitants, region, or maturity as its policy papers show it.
-- Maturity is a stand-in: what a customer has decided in writing, not what it can do.
-- Grain: player_id, dimension
-- Check: dimension in ('size', 'region', 'maturity')
-- Column player_id: the customer
-- Column player_name: its name
-- Column dimension: size, region or maturity
-- Column segment: the segment; unknown where nothing tells it. Of maturity: no_paper_held, paper, or firm_paper, which
--   promises a measure, a budget or a deadline
-- Column segment_order: place of the segment within its dimension, for figures
-- Column is_heard: whether we hold any text of it
with customers as (
    select
        player.player_id,
        player.player_name,
        player.region,
        player.population,
        player.player_class,
        heard.speaker_id is not null as is_heard
    from core.player as player
    left join core.heard_speaker as heard on player.player_id = heard.speaker_id
    where player.is_customer
),

places as (
    -- The smallest of its own codes, so that the same input gives the same answer.
    select
        known.player_id,
        min(left(buyer.nuts, 4)) as nuts_code
    from raw.organisation as buyer
    inner join core.organisation as known on buyer.organisation_key = known.organisation_key
    where buyer.role = 'buyer' and buyer.nuts is not null
    group by known.player_id
),

papers as (
    -- The papers that mart.policy_body counts too: of every type, not plain strategies alone.
    select
        paper.body_id as player_id,
        bool_or(mention.grade in ('measure', 'budget', 'deadline')) as is_firm
    from core.policy_document as paper
    left join raw.mention as mention on paper.text_digest = mention.text_digest and mention.target_kind = 'theme'
    group by paper.body_id
),

named as (
    select
        customers.player_id,
        customers.player_name,
        customers.is_heard,
        'size' as dimension,
        case
            when customers.population is null then 'unknown'
            when customers.population < 40000 then 'under_40000'
            when customers.population < 80000 then '40000_to_80000'
            else 'over_80000'
        end as segment,
        case
            when customers.population is null then 9
            when customers.population < 40000 then 1
            when customers.population < 80000 then 2
            else 3
        end as segment_order
    from customers
    union all
    select
        customers.player_id,
        customers.player_name,
        customers.is_heard,
        'region' as dimension,
        coalesce(customers.region, places.nuts_code, 'unknown') as segment,
        case when coalesce(customers.region, places.nuts_code) is null then 9 else 1 end as segment_order
    from customers
    left join places on customers.player_id = places.player_id
    union all
    select
        customers.player_id,
        customers.player_name,
        customers.is_heard,
        'maturity' as dimension,
        case
            when papers.player_id is null then 'no_paper_held'
            when papers.is_firm then 'firm_paper'
            else 'paper'
        end as segment,
        case when papers.player_id is null then 1 when papers.is_firm then 3 else 2 end as segment_order
    from customers
    left join papers on customers.player_id = papers.player_id
)

select
    player_id,
    player_name,
    dimension,
    segment,
    segment_order,
    is_heard
from named
