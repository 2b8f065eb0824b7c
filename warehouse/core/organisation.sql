-- An organisation as sources name it: everything that says the same name, id and country is one.
-- The name of a natural person (a sole trader) is not kept.
-- Grain: organisation_key
-- Column organisation_key: digest of name, id and country as published
-- Column name: name as published; NULL for a natural person
-- Column national_id: id that a checksum or strict form vouches for, else as published
-- Column country: ISO 3166-1 alpha-2
-- Column player_id: the player that it is
-- Column layer: which layer decided that: judgement, id, alias, name, model or alone
-- Column reason: why
-- Column is_natural_person: whether it trades as a person
-- Column notice_count: in how many notices it is named
with said as (
    select
        organisation.organisation_key,
        bool_or(organisation.is_natural_person) as is_natural_person,
        min(organisation.name) as name,
        coalesce(min(organisation.national_id_normalised), min(organisation.national_id)) as national_id,
        min(organisation.country) as country,
        count(distinct organisation.notice_id) as notice_count
    from raw.organisation as organisation
    inner join core.notice_reading as chosen
        on
            organisation.notice_id = chosen.notice_id
            and organisation.evidence_id = chosen.evidence_id
            and organisation.part = chosen.part
    group by organisation.organisation_key
),

resolved as (
    select
        organisation_key,
        player_id,
        layer,
        reason
    from raw.resolution
    qualify row_number() over (partition by organisation_key order by score desc, player_id asc) = 1
)

select
    said.organisation_key,
    case when not said.is_natural_person then said.name end as name,
    said.national_id,
    said.country,
    coalesce(resolved.player_id, 'organisation:' || said.organisation_key) as player_id,
    coalesce(resolved.layer, 'alone') as layer,
    coalesce(resolved.reason, 'not compared with others yet') as reason,
    said.is_natural_person,
    said.notice_count
from said
left join resolved on said.organisation_key = resolved.organisation_key
