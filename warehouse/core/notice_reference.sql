-- What a notice says of another: that it changes it, modifies its contract, or continues it. One place for how such
-- references are read: publication numbers in any spelling, a UUID whose version we do not hold as the UUID alone.
-- Grain: notice_id, relation
-- Check: relation in ('changed', 'modified', 'previous')
-- Column notice_id: the notice that refers
-- Column relation: changed, modified (the award whose contract it modifies) or previous
-- Column reference: what it says, in lower case; a publication number as number and year, a UUID without its version
-- Column target_id: the notice that is meant; NULL where we do not hold it; may be the notice itself
with said as (
    select
        notice.notice_id,
        unnest(['changed', 'modified', 'previous']) as relation,
        lower(trim(unnest([notice.changed_notice, notice.modified_notice, notice.previous_notice]))) as published
    from raw.notice as notice
    semi join core.notice_reading as chosen
        on
            notice.notice_id = chosen.notice_id
            and notice.evidence_id = chosen.evidence_id
            and notice.part = chosen.part
),

read_as as (
    select
        notice_id,
        relation,
        case
            when regexp_matches(published, '^\d{4}/s \d+-\d+$')
                then regexp_replace(published, '^(\d{4})/s \d+-0*(\d+)$', '\2-\1')
            else regexp_replace(published, '^0+(\d+-\d{4})$', '\1')
        end as reference
    from said
    where published <> ''
)

select
    read_as.notice_id,
    read_as.relation,
    regexp_replace(read_as.reference, '-\d{2}$', '') as reference,
    coalesce(exact.notice_id, versionless.notice_id) as target_id
from read_as
left join core.notice_name as exact on read_as.reference = exact.reference
left join core.notice_name as versionless
    on exact.notice_id is null and regexp_replace(read_as.reference, '-\d{2}$', '') = versionless.reference
