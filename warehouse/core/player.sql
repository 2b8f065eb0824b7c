-- A player: the one actor behind organisations, whether or not a notice names it.
-- Grain: player_id
-- Check: class_reason is not null
-- Check: not is_person or (national_id is null and website is null and starts_with(player_id, 'person:'))
-- Column player_id: the player; person: and a short key for a natural person
-- Column player_name: its name; for a natural person the words for a sole trader and a short key
-- Column country: ISO 3166-1 alpha-2
-- Column national_id: id in a national register
-- Column player_class: municipality, region, state, vendor and so on, or unknown
-- Column class_layer: which layer decided the class
-- Column class_reason: why, in a sentence
-- Column is_public: whether it is a public body; NULL where unknown
-- Column is_focal: whether the study serves it
-- Column is_customer: whether it is one of the study's customers
-- Column is_person: whether it is a sole trader, whose name, number and addresses are withheld
-- Column roles: declared roles
-- Column parent_id: the player that owns it
-- Column website: its website
-- Column region: the customer's region
-- Column population: the customer's inhabitants
with persons as (
    select distinct player_id
    from core.organisation
    where starts_with(player_id, 'person:')
),

customers as (
    select
        player_id,
        min(name) as player_name,
        min(national_id) as national_id,
        min(region) as region,
        min(population) as population
    from raw.customer
    group by player_id
),

resolved as (
    select
        player.* exclude (player_id, parent_id),
        coalesce(persons.player_id, player.player_id) as player_id,
        coalesce(parents.player_id, player.parent_id) as parent_id
    from raw.player as player
    -- The masks are those of core.organisation, made the same way.
    left join persons on 'person:' || left(md5(player.player_id), 8) = persons.player_id
    left join persons as parents on 'person:' || left(md5(player.parent_id), 8) = parents.player_id
    qualify row_number() over (partition by player.player_id order by player.name) = 1
),

named as (
    select
        player_id,
        min(name) as player_name,
        min(country) as country,
        min(national_id) as national_id
    from core.organisation
    group by player_id
),

everyone as (
    select player_id from resolved
    union
    select player_id from named
    union
    select player_id from customers
)

select
    everyone.player_id,
    case
        when persons.player_id is not null
            then 'Enkeltmandsvirksomhed / sole trader ' || right(everyone.player_id, 8)
        else coalesce(resolved.name, customers.player_name, named.player_name, everyone.player_id)
    end as player_name,
    coalesce(resolved.country, named.country) as country,
    case
        when persons.player_id is null then coalesce(resolved.national_id, customers.national_id, named.national_id)
    end as national_id,
    coalesce(resolved.player_class, 'unknown') as player_class,
    coalesce(resolved.class_layer, 'unknown') as class_layer,
    case
        when persons.player_id is not null then 'a sole trader: what its class follows from is withheld'
        else coalesce(resolved.class_reason, 'not resolved: nothing but a notice or the study names it')
    end as class_reason,
    resolved.is_public,
    coalesce(resolved.is_focal, false) as is_focal,
    coalesce(resolved.is_customer, false) or customers.player_id is not null as is_customer,
    persons.player_id is not null as is_person,
    coalesce(resolved.roles, cast([] as varchar[])) as roles,
    resolved.parent_id,
    case when persons.player_id is null then resolved.website end as website,
    customers.region,
    customers.population
from everyone
left join resolved on everyone.player_id = resolved.player_id
left join named on everyone.player_id = named.player_id
left join customers on everyone.player_id = customers.player_id
left join persons on everyone.player_id = persons.player_id
