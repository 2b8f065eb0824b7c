-- A player: the one actor behind organisations, whether or not a notice names it.
-- Grain: player_id
-- Check: class_reason is not null
-- Column player_id: the player
-- Column player_name: its name; a natural person's is withheld
-- Column country: ISO 3166-1 alpha-2
-- Column national_id: id in a national register
-- Column player_class: municipality, region, state, vendor and so on, or unknown
-- Column class_layer: which layer decided the class
-- Column class_reason: why, in a sentence
-- Column is_public: whether it is a public body; NULL where unknown
-- Column is_focal: whether the study serves it
-- Column is_customer: whether it is one of the study's customers
-- Column roles: declared roles
-- Column parent_id: the player that owns it
-- Column website: its website
-- Column region: the customer's region
-- Column population: the customer's inhabitants
with persons as (
    select player_id
    from core.organisation
    group by player_id
    having bool_and(is_natural_person)
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
    select *
    from raw.player
    qualify row_number() over (partition by player_id order by name) = 1
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
        when persons.player_id is not null and not coalesce(resolved.is_focal, false) then 'Sole trader (name withheld)'
        else coalesce(resolved.name, customers.player_name, named.player_name, everyone.player_id)
    end as player_name,
    coalesce(resolved.country, named.country) as country,
    coalesce(resolved.national_id, customers.national_id, named.national_id) as national_id,
    coalesce(resolved.player_class, 'unknown') as player_class,
    coalesce(resolved.class_layer, 'unknown') as class_layer,
    coalesce(resolved.class_reason, 'not resolved: nothing but a notice or the study names it') as class_reason,
    resolved.is_public,
    coalesce(resolved.is_focal, false) as is_focal,
    coalesce(resolved.is_customer, false) or customers.player_id is not null as is_customer,
    coalesce(resolved.roles, cast([] as varchar[])) as roles,
    resolved.parent_id,
    resolved.website,
    customers.region,
    customers.population
from everyone
left join resolved on everyone.player_id = resolved.player_id
left join named on everyone.player_id = named.player_id
left join customers on everyone.player_id = customers.player_id
left join persons on everyone.player_id = persons.player_id
