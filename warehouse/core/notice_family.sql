-- A notice's family: itself and all that correct it or that it corrects, of the same kind. The latest is current.
-- A change notice names what it changes by UUID and version or by publication number, directly or through other
-- changes; versions of one eForms UUID and competition or planning releases of one OCDS process are a family too.
-- Notices that only list corrections (notice kind `change`) replace nothing, for they do not repeat the notice.
-- Grain: notice_id
-- Check: is_current or superseded_by is not null
-- Column notice_id: the notice
-- Column family_id: the notice at the root of the family, or ref: and the name of one that we do not hold
-- Column family_size: how many notices the family has
-- Column is_current: whether it is the latest of its family and kind
-- Column superseded_by: the notice that is
with recursive notices as (
    select
        notice.notice_id,
        notice.notice_kind,
        chosen.publication_date,
        notice.notice_version,
        case
            when notice.is_change and notice.notice_kind <> 'change' then changed.reference
        end as changed_reference,
        case when notice.is_change and notice.notice_kind <> 'change' then changed.target_id end as changed_id,
        case
            -- A UUID is meant to name one notice, but different procedures have been published under the same.
            when notice.format like 'eforms%'
                then 'uuid:' || notice.notice_uuid || ':' || coalesce(lower(notice.procedure_id), '')
            when notice.format like 'ocds%' and notice.notice_kind in ('planning', 'competition')
                then 'ocds:' || notice.procedure_id
        end as version_group
    from raw.notice as notice
    inner join core.notice_reading as chosen
        on
            notice.notice_id = chosen.notice_id
            and notice.evidence_id = chosen.evidence_id
            and notice.part = chosen.part
    left join core.notice_reference as changed
        on notice.notice_id = changed.notice_id and changed.relation = 'changed'
),

first_version as (
    select
        version_group,
        notice_kind,
        arg_min(notice_id, row(publication_date, notice_version, notice_id)) as notice_id
    from notices
    where version_group is not null
    group by version_group, notice_kind
    having count(*) > 1
),

edges as (
    select
        notices.notice_id,
        coalesce(
            nullif(notices.changed_id, notices.notice_id),
            case when notices.changed_id is null then 'ref:' || notices.changed_reference end,
            nullif(first_version.notice_id, notices.notice_id)
        ) as parent_id
    from notices
    left join first_version
        on notices.version_group = first_version.version_group and notices.notice_kind = first_version.notice_kind
    where notices.changed_reference is not null or first_version.notice_id is not null
),

ancestry as (
    select
        notice_id,
        parent_id
    from edges
    where parent_id is not null
    union
    select
        ancestry.notice_id,
        edges.parent_id
    from ancestry
    inner join edges on ancestry.parent_id = edges.notice_id
    where edges.parent_id is not null
),

roots as (
    select
        ancestry.notice_id,
        coalesce(
            min(ancestry.parent_id) filter (where edges.parent_id is null),
            least(min(ancestry.parent_id), ancestry.notice_id)
        ) as root_id,
        count(*) as depth
    from ancestry
    left join edges on ancestry.parent_id = edges.notice_id and edges.parent_id is not null
    group by ancestry.notice_id
),

families as (
    select
        notices.notice_id,
        notices.notice_kind,
        notices.publication_date,
        notices.notice_version,
        coalesce(roots.root_id, notices.notice_id) as family_id,
        coalesce(roots.depth, 0) as depth
    from notices
    left join roots on notices.notice_id = roots.notice_id
),

latest as (
    select
        family_id,
        notice_kind,
        count(*) as family_size,
        arg_max(
            notice_id,
            row(coalesce(publication_date, date '0001-01-01'), coalesce(notice_version, ''), depth, notice_id)
        ) as notice_id
    from families
    group by family_id, notice_kind
)

select
    families.notice_id,
    families.family_id,
    latest.family_size,
    families.notice_id = latest.notice_id as is_current,
    nullif(latest.notice_id, families.notice_id) as superseded_by
from families
inner join latest on families.family_id = latest.family_id and families.notice_kind = latest.notice_kind
