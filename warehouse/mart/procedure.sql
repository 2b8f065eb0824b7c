-- A procedure from plan to contract: all notices about it, linked by its id, by what they change, modify or continue.
-- Counts are of current notices: a corrected one is not counted twice. state follows from them and their awards:
-- planned (only plans), open (bids may still come), closed (the time for bids is over, no result is known),
-- awarded, not_awarded (every decision was against), changed (awarded, and its contract amended since), and unknown
-- (a result that says nothing of its decision, or nothing but corrections).
-- Grain: procedure_key
-- Check: state in ('planned', 'open', 'closed', 'awarded', 'not_awarded', 'changed', 'unknown')
-- Check: first_date is null or first_date <= last_date
-- Check: notice_count >= planning_count + competition_count + result_count + modification_count + change_count
-- Column procedure_key: the procedure's published id in lower case, else its first notice
-- Column procedure_id: its id as published; the smallest where its notices say several
-- Column title: title of its latest current notice that is no mere change
-- Column buyer_player_id: the buyer, or the one with the largest part of a joint procedure
-- Column buyer_name: its name, with how many others buy with it
-- Column segment_code: the segment of that latest notice
-- Column country: ISO 3166-1 alpha-2
-- Column state: planned, open, closed, awarded, not_awarded, changed or unknown, on the as-of date
-- Column first_date: day of its first notice, corrected ones included
-- Column last_date: day of its last
-- Column deadline: the last day for bids that a current call states
-- Column notice_count: its current notices
-- Column superseded_count: its notices that later ones replaced
-- Column planning_count: plans
-- Column competition_count: calls for bids
-- Column result_count: results
-- Column modification_count: amendments of its contracts
-- Column change_count: notices that only list corrections
-- Column award_count: awards made
-- Column no_award_count: lots that ended without an award
-- Column is_direct_award: whether a contract was awarded without a call for bids
-- Column link_basis: how its notices were linked
-- Column last_notice_id: that latest notice
-- Column url: its page
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with members as (
    select
        chain.procedure_key,
        notice.notice_id,
        notice.notice_kind,
        notice.is_current,
        notice.procedure_id,
        notice.publication_date,
        notice.deadline,
        row_number() over (
            partition by chain.procedure_key
            order by
                (notice.is_current and notice.notice_kind <> 'change') desc,
                notice.publication_date desc nulls last,
                notice.notice_id desc
        ) as place
    from core.notice_procedure as chain
    inner join core.notice as notice on chain.notice_id = notice.notice_id
),

counted as (
    select
        procedure_key,
        min(procedure_id) as procedure_id,
        min(publication_date) as first_date,
        max(publication_date) as last_date,
        max(deadline) filter (where is_current and notice_kind = 'competition') as deadline,
        min(notice_id) filter (where place = 1) as last_notice_id,
        count(*) filter (where is_current) as notice_count,
        count(*) filter (where not is_current) as superseded_count,
        count(*) filter (where is_current and notice_kind = 'planning') as planning_count,
        count(*) filter (where is_current and notice_kind = 'competition') as competition_count,
        count(*) filter (where is_current and notice_kind = 'result') as result_count,
        count(*) filter (where is_current and notice_kind = 'modification') as modification_count,
        count(*) filter (where is_current and notice_kind = 'change') as change_count
    from members
    group by procedure_key
),

decided as (
    select
        chain.procedure_key,
        count(*) filter (where award.status = 'awarded') as award_count,
        count(*) filter (where award.status = 'not_awarded') as no_award_count,
        count(*) filter (where award.status = 'open') as open_count,
        bool_or(award.is_direct_award and award.status = 'awarded') as is_direct_award
    from core.award as award
    inner join core.notice_procedure as chain on award.notice_id = chain.notice_id
    group by chain.procedure_key
),

links as (
    select
        chain.procedure_key,
        array_to_string(list_sort(list(distinct link.basis)), ', ') as link_basis
    from core.procedure_link as link
    inner join core.notice_procedure as chain on link.notice_id = chain.notice_id
    where link.basis <> 'alone'
    group by chain.procedure_key
)

select
    counted.procedure_key,
    counted.procedure_id,
    latest.title,
    latest.buyer_player_id,
    latest.buyer_name,
    latest.segment_code,
    latest.country,
    case
        when counted.modification_count > 0 then 'changed'
        when decided.award_count > 0 then 'awarded'
        when decided.no_award_count > 0 and decided.open_count = 0 then 'not_awarded'
        when counted.competition_count > 0 and coalesce(counted.deadline >= study.as_of, true) then 'open'
        when counted.result_count > 0 then 'unknown'
        when counted.competition_count > 0 then 'closed'
        when counted.planning_count > 0 then 'planned'
        else 'unknown'
    end as state,
    counted.first_date,
    counted.last_date,
    counted.deadline,
    counted.notice_count,
    counted.superseded_count,
    counted.planning_count,
    counted.competition_count,
    counted.result_count,
    counted.modification_count,
    counted.change_count,
    coalesce(decided.award_count, 0) as award_count,
    coalesce(decided.no_award_count, 0) as no_award_count,
    coalesce(decided.is_direct_award, false) as is_direct_award,
    coalesce(links.link_basis, 'none') as link_basis,
    counted.last_notice_id,
    latest.url,
    latest.evidence_id,
    latest.part
from counted
cross join core.study as study
inner join mart.notice as latest on counted.last_notice_id = latest.notice_id
left join decided on counted.procedure_key = decided.procedure_key
left join links on counted.procedure_key = links.procedure_key
