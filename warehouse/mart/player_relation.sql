-- How one body is tied to another on a day: owners, predecessors, parts, joint ventures, departments, with its source.
-- Grain: relation_id
-- Check: is_current is null or (is_current = (coalesce(since <= as_of, true) and coalesce(until >= as_of, true)))
-- Column relation_id: digest of who, how, with whom and since when
-- Column from_player_id: the player; NULL where the name is a department's, which is no player of its own
-- Column from_name: its name, or the name as a notice writes it
-- Column relation: owned_by, part_of, joint_venture_of, administered_by, founded_by, successor_of, renamed_from,
--   department_of or on_behalf_of
-- Column to_player_id: the other; NULL where it is no known player
-- Column to_name: its name
-- Column since: first day; NULL where not found
-- Column until: last day; NULL where it lasts, or where not found
-- Column dated_by: how exact the days are: day, month or year; NULL where there is none
-- Column is_current: whether it holds on the study's day, by the days that were found
-- Column as_of: the study's day
-- Column ownership_share: share held, 0 to 1; NULL where not stated
-- Column layer: curated (a seed), declared (the study) or rule (a name)
-- Column evidence: what says so: the seed's sentence, or the name as published
-- Column source: where it was read
-- Column confidence: high, medium or low
select
    relation.relation_id,
    relation.from_player_id,
    relation.from_name,
    relation.relation,
    relation.to_player_id,
    relation.to_name,
    relation.since,
    relation.until,
    relation.dated_by,
    coalesce(relation.since <= study.as_of, true) and coalesce(relation.until >= study.as_of, true) as is_current,
    study.as_of,
    relation.ownership_share,
    relation.layer,
    relation.evidence,
    relation.source,
    relation.confidence
from core.player_relation as relation
cross join core.study as study
