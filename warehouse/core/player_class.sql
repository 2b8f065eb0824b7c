-- What a player's class rests on: the register that says it, or the notices that call the player so, with their days.
-- A class by published buyer type rests on the notices that publish this type; one by a legal name, on those that name
-- the player. Sole traders are left out: what their class follows from is withheld.
-- Grain: player_id
-- Check: class_source is not null
-- Check: (class_since is null) or (class_evidence_id is not null)
-- Column player_id: the player
-- Column class_source: the register's own source, the study, or the latest notice that says so
-- Column class_since: publication of the earliest notice that says so; NULL where a register or the study does
-- Column class_until: publication of the latest; whether it is still so, nobody has said since
-- Column class_notice_count: how many notices say so
-- Column class_evidence_id: the bytes of the latest of them
-- Column class_part: the part of a package, else empty
with said as (
    select
        named.player_id,
        organisation.notice_id,
        chosen.publication_date,
        chosen.evidence_id,
        chosen.part
    from raw.organisation as organisation
    inner join core.organisation as named on organisation.organisation_key = named.organisation_key
    inner join core.player as player on named.player_id = player.player_id
    inner join core.notice_reading as chosen
        on
            organisation.notice_id = chosen.notice_id
            and organisation.evidence_id = chosen.evidence_id
            and organisation.part = chosen.part
    where
        player.class_layer = 'rule'
        and (
            -- A reason that names no buyer type speaks of the name.
            not starts_with(player.class_reason, 'Its notices call it')
            or contains(player.class_reason, '(code ' || organisation.legal_type || ')')
            or organisation.legal_type = 'REGIONAL_AUTHORITY'
        )
),

summed as (
    select
        player_id,
        min(publication_date) as class_since,
        max(publication_date) as class_until,
        count(distinct notice_id) as class_notice_count,
        max_by(
            struct_pack(notice_id := notice_id, evidence_id := evidence_id, part := part),
            (publication_date is not null, publication_date, notice_id)
        ) as latest
    from said
    group by player_id
),

noted as (
    select
        player_id,
        min(source_note) as source_note
    from raw.player
    group by player_id
)

select
    player.player_id,
    case player.class_layer
        when 'curated' then coalesce(noted.source_note, 'the study')
        when 'register' then 'the list of the 98 Danish municipalities'
        when 'rule' then coalesce('notice ' || summed.latest.notice_id, 'its name')
        else 'nothing'
    end as class_source,
    summed.class_since,
    summed.class_until,
    coalesce(summed.class_notice_count, 0) as class_notice_count,
    summed.latest.evidence_id as class_evidence_id,
    summed.latest.part as class_part
from core.player as player
left join summed on player.player_id = summed.player_id
left join noted on player.player_id = noted.player_id
where not player.is_person
