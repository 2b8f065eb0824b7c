-- A role that a player's awards show: at least three of them, and at least half of all its awards, in CPV groups that
-- are bought from such a player. 48 and 722 are systems and their making, 7225 and 725 running, 7222 and 7111 advice.
-- Grain: player_id, role, layer
-- Check: evidence_count >= 3
-- Column player_id: the player
-- Column role: system_vendor, operator or consultant
-- Column layer: award
-- Column quote: how many of its awards are of that kind
-- Column since: day of the first such award
-- Column evidence_count: how many they are
with won as (
    select distinct
        supplier.player_id,
        award.award_key,
        award.publication_date,
        case
            when notice.cpv_main like '7222%' or notice.cpv_main like '794%' then 'consultant'
            when
                notice.cpv_main like '7225%' or notice.cpv_main like '725%' or notice.cpv_main like '724%'
                then 'operator'
            when notice.cpv_main like '48%' or notice.cpv_main like '722%' then 'system_vendor'
        end as role
    from core.award_supplier as supplier
    inner join core.award as award on supplier.award_key = award.award_key
    inner join core.notice as notice on award.notice_id = notice.notice_id
    where supplier.role = 'supplier' and award.status = 'awarded'
),

counted as (
    select
        player_id,
        role,
        count(*) as evidence_count,
        sum(count(*)) over (partition by player_id) as award_count,
        min(publication_date) as since
    from won
    group by player_id, role
)

select
    player_id,
    role,
    'award' as layer,
    concat(evidence_count, ' of its ', award_count, ' awards are of that kind by their CPV code') as quote,
    since,
    evidence_count
from counted
where role is not null and evidence_count >= 3 and evidence_count >= 0.5 * award_count
