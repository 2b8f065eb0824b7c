-- T1.1: the customers that one of them is compared with. The study's own groups come first. Without one, municipalities
-- of similar size are peers (at most four bands of equal number, at least eight in each) where inhabitants are known,
-- else those of a region; other bodies are peers of their own class.
-- Grain: body_id
-- Check: member_count >= 1
-- Check: basis in ('study', 'inhabitants', 'region', 'class')
-- Column body_id: the customer
-- Column name: its name
-- Column peer_group: name of the group
-- Column basis: study, inhabitants, region or class: what the group is made by
-- Column population: inhabitants; NULL where unknown
-- Column member_count: customers in the group
with customers as (
    select
        player.player_id,
        player.player_name,
        player.player_class,
        player.region,
        nullif(player.population, 0) as population,
        chosen.peer_group as own_group
    from core.player as player
    left join core.study_peer_group as chosen on player.player_id = chosen.player_id
    where player.is_customer
),

sized as (
    select
        player_id,
        population,
        row_number() over (order by population, player_id) - 1 as place,
        count(*) over () as sized_count
    from customers
    where own_group is null and player_class = 'municipality' and population is not null
),

banded as (
    select
        player_id,
        population,
        cast(floor(place * greatest(1, least(4, sized_count // 8)) / sized_count) as integer) as band
    from sized
),

bands as (
    select
        band,
        min(population) as smallest,
        max(population) as largest
    from banded
    group by band
),

grouped as (
    select
        customers.player_id as body_id,
        customers.player_name as name,
        customers.population,
        case
            when customers.own_group is not null then 'study'
            when bands.band is not null then 'inhabitants'
            when customers.player_class = 'municipality' and customers.region is not null then 'region'
            else 'class'
        end as basis,
        case
            when customers.own_group is not null then customers.own_group
            when bands.band is not null then format('{:,}–{:,} inhabitants', bands.smallest, bands.largest)
            when customers.player_class = 'municipality' and customers.region is not null then customers.region
            else customers.player_class
        end as peer_group
    from customers
    left join banded on customers.player_id = banded.player_id
    left join bands on banded.band = bands.band
)

select
    body_id,
    name,
    peer_group,
    basis,
    population,
    count(*) over (partition by peer_group) as member_count
from grouped
