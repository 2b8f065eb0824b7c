-- What the names that notices write say of how bodies hang together: "Aarhus Kommune, Teknik og Miljø" names a
-- department of Aarhus Kommune, "A på vegne af B" says that A buys for B.
-- Only a body that the night knows counts, and a part is a department only in words that offices are named by.
-- Grain: from_name, relation, to_player_id
-- Check: relation in ('department_of', 'on_behalf_of')
-- Column from_player_id: the player; NULL where the name is a department's, which is no player of its own
-- Column from_name: the name as a notice writes it
-- Column relation: department_of or on_behalf_of
-- Column to_player_id: the body
-- Column to_name: its name
with split as (
    select
        player_id,
        name,
        trim(regexp_extract(name, '^(.{3,}?)\s*(?:,|\s[-–—/]|\sv/|\sved\s|\sc/o\s)\s*(.{3,})$', 1)) as whole,
        trim(regexp_extract(name, '^(.{3,}?)\s*(?:,|\s[-–—/]|\sv/|\sved\s|\sc/o\s)\s*(.{3,})$', 2)) as part,
        trim(regexp_extract(name, '(?i)^(.{3,}?)\s+(?:på vegne af|på vegne av|on behalf of|im Auftrag)\s+(.{3,})$', 2))
            as principal
    from core.organisation
    where name is not null
),

named as (
    select
        split.name as from_name,
        case when split.principal <> '' then 'on_behalf_of' else 'department_of' end as relation,
        body.player_id as to_player_id,
        body.player_name as to_name,
        split.player_id
    from split
    inner join core.player as body
        on
            lower(body.player_name) = lower(case when split.principal <> '' then split.principal else split.whole end)
            and (
                split.principal <> ''
                or regexp_matches(
                    split.part,
                    '(?i)forvaltning|afdeling|avdeling|center for|center$|centret|enhed|sekretariat|direktion|udvalg|'
                    || 'kontor|magistrat|teknik og|børn og|social|økonomi|indkøb|innkjøp|inköp|department|office|etat'
                )
            )
)

select
    min(player_id) filter (where player_id <> to_player_id) as from_player_id,
    from_name,
    relation,
    to_player_id,
    min(to_name) as to_name
from named
where starts_with(lower(from_name), lower(to_name)) or relation = 'on_behalf_of'
group by from_name, relation, to_player_id
