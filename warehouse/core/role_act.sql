-- Something that the focal organisation did, and the role that it shows: an award, a notice, a job advertisement, a
-- component that others name. Which act shows which role stands in the seed role_act, with why.
-- Grain: role, act_kind, act_id
-- Check: act_kind in ('award', 'planning', 'modification', 'job_ad', 'component')
-- Column role: the role that it shows
-- Column act_kind: award, planning, modification, job_ad or component
-- Column act_id: the notice, document or component
-- Column act_date: its day; NULL where unknown
-- Column title: its title, or the sentence of the advertisement
-- Column why: why it shows the role
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
with notices as (
    select
        case notice.notice_kind when 'result' then 'award' else notice.notice_kind end as act_kind,
        notice.notice_id as act_id,
        notice.publication_date as act_date,
        notice.title,
        coalesce(notice.cpv_main, '') as cpv_main,
        notice.url,
        notice.evidence_id
    from core.notice as notice
    inner join core.notice_buyer as buyer on notice.notice_id = buyer.notice_id
    inner join core.player as player on buyer.player_id = player.player_id and player.is_focal
    where notice.is_current and notice.notice_kind in ('result', 'planning', 'modification')
),

components as (
    select
        'component' as act_kind,
        component_id as act_id,
        cast(null as date) as act_date,
        component_name as title,
        '' as cpv_main,
        cast(null as varchar) as url,
        cast(null as varchar) as evidence_id
    from core.component
),

acts as (
    select * from notices
    union all
    select * from components
),

shown as (
    select
        rule.role,
        acts.act_kind,
        acts.act_id,
        acts.act_date,
        acts.title,
        rule.why,
        acts.url,
        acts.evidence_id
    from acts
    inner join seed.role_act as rule
        on acts.act_kind = rule.act_kind and starts_with(acts.cpv_main, coalesce(rule.cpv_prefix, ''))
    union all
    select
        role,
        'job_ad' as act_kind,
        owner_id as act_id,
        stated_date as act_date,
        quote as title,
        'It looks for people to do so' as why,
        url,
        evidence_id
    from core.role_statement
    where is_job_ad and stance <> 'not'
)

select
    role,
    act_kind,
    act_id,
    min(act_date) as act_date,
    min(title) as title,
    min(why) as why,
    min(url) as url,
    min(evidence_id) as evidence_id
from shown
group by role, act_kind, act_id
