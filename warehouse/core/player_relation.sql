-- How one body is tied to another without being it: owners, predecessors, parts, joint ventures, departments.
-- Nothing here merges two players: what is bought by a department is its body's, and an owner's daughter stays itself.
-- From seeds (with a source and dates), from what a study declares, and from how notices write a name: "Aarhus Kommune,
-- Teknik og Miljø" names a department of Aarhus Kommune, "A på vegne af B" says that A buys for B.
-- Grain: relation_id
-- Check: since is null or until is null or since <= until
-- Check: ends_with(relation, '_of') or relation in ('owned_by', 'administered_by', 'founded_by', 'renamed_from')
-- Check: from_player_id is null or to_player_id is null or from_player_id <> to_player_id
-- Column relation_id: digest of who, how, with whom and since when
-- Column from_player_id: the player; NULL where the name is a department's, which is no player of its own
-- Column from_name: its name, or the name as a notice writes it
-- Column relation: owned_by, part_of, joint_venture_of, administered_by, founded_by, successor_of, renamed_from,
--   department_of or on_behalf_of
-- Column to_player_id: the other; NULL where it is no known player (an earlier name)
-- Column to_name: its name
-- Column since: first day; NULL where not found
-- Column until: last day; NULL where it lasts, or where not found
-- Column dated_by: how exact the days are: day, month or year; NULL where there is none
-- Column ownership_share: share held, 0 to 1; NULL where not stated
-- Column layer: curated (a seed), declared (the study) or rule (a name)
-- Column evidence: what says so: the seed's sentence, or the name as published
-- Column source: where it was read
-- Column confidence: high, medium or low
with seeded as (
    select
        player_id as from_player_id,
        relation,
        other_id as to_player_id,
        other_name as to_name,
        cast(since as date) as since,
        cast(until as date) as until,
        dated_by,
        cast(share as double) as ownership_share,
        'curated' as layer,
        note as evidence,
        source,
        confidence
    from seed.player_relation
),

-- A relation of a seed is told where the night knows its player: others are no part of the study.
known as (
    select
        coalesce(seeded.from_player_id, '') as from_player_id,
        player.player_name as from_name,
        seeded.* exclude (from_player_id, to_name, to_player_id),
        other.player_id as to_player_id,
        coalesce(other.player_name, seeded.to_name) as to_name
    from seeded
    inner join core.player as player on seeded.from_player_id in (player.player_id, player.national_id)
    left join core.player as other on seeded.to_player_id in (other.player_id, other.national_id)
),

declared as (
    select
        player.player_id as from_player_id,
        player.player_name as from_name,
        'owned_by' as relation,
        player.parent_id as to_player_id,
        coalesce(parent.player_name, player.parent_id) as to_name
    from core.player as player
    left join core.player as parent on player.parent_id = parent.player_id
    left join known
        on player.player_id = known.from_player_id and coalesce(parent.player_id, '') = coalesce(known.to_player_id, '')
    where player.parent_id is not null and player.parent_id <> player.player_id and known.from_player_id is null
),

everything as (
    select * from known
    union all by name
    select
        *,
        'declared' as layer,
        'The study, or the register of players, names it as the parent.' as evidence,
        'study or register of players' as source,
        'medium' as confidence
    from declared
    union all by name
    select
        *,
        'rule' as layer,
        from_name as evidence,
        'name as published in notices' as source,
        'medium' as confidence
    from core.name_relation
)

select
    md5(
        concat_ws('|', from_player_id, from_name, relation, to_player_id, to_name, since)
    ) as relation_id,
    from_player_id,
    from_name,
    relation,
    to_player_id,
    to_name,
    since,
    until,
    dated_by,
    ownership_share,
    layer,
    evidence,
    source,
    confidence
from everything
qualify
    row_number() over (
        partition by from_player_id, from_name, relation, to_player_id, to_name, since order by layer, evidence
    ) = 1
