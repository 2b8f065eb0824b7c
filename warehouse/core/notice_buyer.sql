-- A buyer of a notice, with its part of it: parts of joint buyers sum to 1.
-- Where every joint buyer's inhabitants are known the part follows them, else all parts are equal.
-- Grain: notice_id, player_id
-- Check: weight > 0 and weight <= 1
-- Column notice_id: the notice
-- Column player_id: the buyer
-- Column player_name: its name
-- Column organisation_key: how the notice names it
-- Column weight: its part, decimal
-- Column place: 1 for the buyer with the largest part, then by name
with buyers as (
    select
        organisation.notice_id,
        known.player_id,
        min(organisation.organisation_key) as organisation_key
    from raw.organisation as organisation
    inner join core.notice_reading as chosen
        on
            organisation.notice_id = chosen.notice_id
            and organisation.evidence_id = chosen.evidence_id
            and organisation.part = chosen.part
    inner join core.organisation as known on organisation.organisation_key = known.organisation_key
    where organisation.role = 'buyer'
    group by organisation.notice_id, known.player_id
),

sized as (
    select
        buyers.notice_id,
        buyers.player_id,
        buyers.organisation_key,
        player.player_name,
        player.population,
        count(*) over of_notice as buyer_count,
        count(nullif(player.population, 0)) over of_notice as known_count,
        sum(player.population) over of_notice as population_sum
    from buyers
    inner join core.player as player on buyers.player_id = player.player_id
    window of_notice as (partition by buyers.notice_id)
)

select
    notice_id,
    player_id,
    player_name,
    organisation_key,
    cast(
        case
            when known_count = buyer_count then cast(population as decimal(18, 6)) / population_sum
            else 1.0 / buyer_count
        end as decimal(18, 12)
    ) as weight,
    row_number() over (
        partition by notice_id
        order by
            case when known_count = buyer_count then population else 0 end desc, player_name asc, player_id asc
    ) as place
from sized
