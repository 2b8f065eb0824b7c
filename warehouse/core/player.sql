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
with alone as (
    select
        organisation.player_id,
        coalesce(min(organisation.name), 'Sole trader (name withheld)') as player_name,
        min(organisation.country) as country,
        min(organisation.national_id) as national_id
    from core.organisation as organisation
    anti join raw.player as player on organisation.player_id = player.player_id
    group by organisation.player_id
),

persons as (
    select player_id
    from core.organisation
    group by player_id
    having bool_and(is_natural_person)
),

resolved as (
    select *
    from raw.player
    qualify row_number() over (partition by player_id order by name) = 1
),

customers as (
    select
        player_id,
        min(region) as region,
        min(population) as population
    from raw.customer
    group by player_id
)

select
    resolved.player_id,
    case
        when persons.player_id is not null and not resolved.is_focal then 'Sole trader (name withheld)'
        else resolved.name
    end as player_name,
    resolved.country,
    resolved.national_id,
    resolved.player_class,
    resolved.class_layer,
    resolved.class_reason,
    resolved.is_public,
    coalesce(resolved.is_focal, false) as is_focal,
    coalesce(resolved.is_customer, false) or customers.player_id is not null as is_customer,
    coalesce(resolved.roles, cast([] as varchar[])) as roles,
    resolved.parent_id,
    resolved.website,
    customers.region,
    customers.population
from resolved
left join persons on resolved.player_id = persons.player_id
left join customers on resolved.player_id = customers.player_id
union all
select
    alone.player_id,
    alone.player_name,
    alone.country,
    alone.national_id,
    'unknown' as player_class,
    'unknown' as class_layer,
    'not resolved: nothing but the notice speaks of it' as class_reason,
    null as is_public,
    false as is_focal,
    false as is_customer,
    cast([] as varchar[]) as roles,
    null as parent_id,
    null as website,
    null as region,
    null as population
from alone
union all
select
    customer.player_id,
    min(customer.name) as player_name,
    null as country,
    min(customer.national_id) as national_id,
    'unknown' as player_class,
    'unknown' as class_layer,
    'declared as a customer; nothing else speaks of it' as class_reason,
    null as is_public,
    false as is_focal,
    true as is_customer,
    cast([] as varchar[]) as roles,
    null as parent_id,
    null as website,
    min(customer.region) as region,
    min(customer.population) as population
from raw.customer as customer
anti join raw.player as player on customer.player_id = player.player_id
anti join core.organisation as organisation on customer.player_id = organisation.player_id
group by customer.player_id
