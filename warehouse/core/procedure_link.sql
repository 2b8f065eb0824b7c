-- Two things that belong to one procedure: a notice, and another notice, a procedure's id or a family that it names.
-- A planning notice that calls of several procedures continue is told apart from them: it would make one of all.
-- Grain: notice_id, node, basis
-- Check: basis in ('alone', 'procedure_id', 'family', 'changed', 'modified', 'previous')
-- Column notice_id: the notice
-- Column node: notice:, procedure:, family: or reference: (a notice that we do not hold), and its id
-- Column basis: why they belong together
with shared_planning as (
    select said.target_id as notice_id
    from core.notice_reference as said
    inner join core.notice as target on said.target_id = target.notice_id
    inner join core.notice as caller on said.notice_id = caller.notice_id
    where said.relation = 'previous' and target.notice_kind = 'planning' and caller.notice_kind = 'competition'
    group by said.target_id
    having count(distinct lower(coalesce(caller.procedure_id, caller.family_id))) > 1
)

select
    notice_id,
    'notice:' || notice_id as node,
    'alone' as basis
from core.notice
union all
select
    notice_id,
    'procedure:' || lower(procedure_id) as node,
    'procedure_id' as basis
from core.notice
where procedure_id is not null
union all
select
    notice_id,
    'family:' || family_id as node,
    'family' as basis
from core.notice
where family_id <> notice_id
union all
select
    notice.family_id as notice_id,
    'family:' || notice.family_id as node,
    'family' as basis
from core.notice as notice
semi join core.notice as member on notice.family_id = member.family_id and notice.notice_id <> member.notice_id
where notice.family_id = notice.notice_id
union all
select
    said.notice_id,
    coalesce('notice:' || said.target_id, 'reference:' || said.reference) as node,
    said.relation as basis
from core.notice_reference as said
anti join shared_planning on said.target_id = shared_planning.notice_id and said.relation = 'previous'
