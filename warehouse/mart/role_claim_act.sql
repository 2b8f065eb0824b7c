-- T5.3: a role of the focal organisation: claimed by itself, given by others, and shown by what it does.
-- Acts are awards and notices of its own, the job advertisements on its pages, and components that it offers; which act
-- shows which role stands in the seed role_act. Where no act that we can read would show a role, it cannot be told.
-- Grain: role
-- Check: verdict in ('claimed_and_done', 'claimed_not_evidenced', 'done_not_said', 'neither', 'cannot_tell')
-- Check: act_count = award_count + notice_count + job_ad_count + component_count
-- Check: can_tell = (verdict <> 'cannot_tell')
-- Check: can_tell or reason is not null
-- Column role: the role
-- Column role_name_da: its name in Danish
-- Column role_name_en: its name in English
-- Column claimed_count: its own sentences that say it is or should be so
-- Column denied_count: its own sentences that deny it
-- Column outside_count: sentences of others that say it is or should be so
-- Column act_count: acts that show it
-- Column award_count: awards among them
-- Column notice_count: planning notices and changes of contracts among them
-- Column job_ad_count: job advertisements among them
-- Column component_count: components among them
-- Column latest_act_date: day of the latest act
-- Column act_title: title of the latest act
-- Column act_why: why it shows the role
-- Column act_url: where it stands
-- Column act_evidence_id: the bytes that it was read from
-- Column quote: a sentence of its own that claims it
-- Column url: where that stands
-- Column evidence_id: the bytes that it was read from
-- Column verdict: claimed_and_done, claimed_not_evidenced, done_not_said, neither or cannot_tell
-- Column can_tell: whether it can be told
-- Column reason: why not, or how sure the verdict is, in a sentence
with said as (
    select
        role,
        coalesce(sum(claimed_count) filter (where speaker_group = 'self'), 0) as claimed_count,
        coalesce(sum(denied_count) filter (where speaker_group = 'self'), 0) as denied_count,
        coalesce(sum(claimed_count) filter (where speaker_group <> 'self'), 0) as outside_count
    from core.role_count
    group by role
),

acts as (
    select
        role,
        count(*) as act_count,
        count(*) filter (where act_kind = 'award') as award_count,
        count(*) filter (where act_kind in ('planning', 'modification')) as notice_count,
        count(*) filter (where act_kind = 'job_ad') as job_ad_count,
        count(*) filter (where act_kind = 'component') as component_count,
        max(act_date) as latest_act_date,
        arg_max(title, row(coalesce(act_date, date '1900-01-01'), act_id, act_kind)) as act_title,
        arg_max(why, row(coalesce(act_date, date '1900-01-01'), act_id, act_kind)) as act_why,
        arg_max(url, row(coalesce(act_date, date '1900-01-01'), act_id, act_kind)) as act_url,
        arg_max(evidence_id, row(coalesce(act_date, date '1900-01-01'), act_id, act_kind)) as act_evidence_id
    from core.role_act
    group by role
),

quotes as (
    select
        subject_id as role,
        quote,
        url,
        evidence_id
    from mart.statement_quote
    where subject_kind = 'role' and speaker_group = 'self' and place = 1
),

readable as (
    select
        role.role,
        role.name_da,
        role.name_en,
        rule.role is not null or advertised.job_ad_count > 0 as is_readable,
        own.own_count
    from core.role as role
    left join (select distinct role from seed.role_act) as rule on role.role = rule.role
    cross join (
        select count(*) as job_ad_count from core.role_act
        where act_kind = 'job_ad'
    ) as advertised
    cross join (
        select coalesce(sum(statement_count), 0) as own_count
        from core.role_count
        where speaker_group = 'self'
    ) as own
),

judged as (
    select
        readable.role,
        readable.name_da as role_name_da,
        readable.name_en as role_name_en,
        readable.own_count,
        readable.is_readable,
        cast(coalesce(said.claimed_count, 0) as bigint) as claimed_count,
        cast(coalesce(said.denied_count, 0) as bigint) as denied_count,
        cast(coalesce(said.outside_count, 0) as bigint) as outside_count,
        coalesce(acts.act_count, 0) as act_count,
        coalesce(acts.award_count, 0) as award_count,
        coalesce(acts.notice_count, 0) as notice_count,
        coalesce(acts.job_ad_count, 0) as job_ad_count,
        coalesce(acts.component_count, 0) as component_count,
        acts.latest_act_date,
        acts.act_title,
        acts.act_why,
        acts.act_url,
        acts.act_evidence_id,
        case when coalesce(said.claimed_count, 0) > 0 then quotes.quote end as quote,
        case when coalesce(said.claimed_count, 0) > 0 then quotes.url end as url,
        case when coalesce(said.claimed_count, 0) > 0 then quotes.evidence_id end as evidence_id,
        case
            when readable.own_count = 0 then 'cannot_tell'
            when coalesce(said.claimed_count, 0) > 0 and coalesce(acts.act_count, 0) > 0 then 'claimed_and_done'
            when coalesce(acts.act_count, 0) > 0 then 'done_not_said'
            when not readable.is_readable then 'cannot_tell'
            when coalesce(said.claimed_count, 0) > 0 then 'claimed_not_evidenced'
            else 'neither'
        end as verdict
    from readable
    left join said on readable.role = said.role
    left join acts on readable.role = acts.role
    left join quotes on readable.role = quotes.role
)

select
    judged.* exclude (own_count, is_readable),
    judged.verdict <> 'cannot_tell' as can_tell,
    case
        when judged.own_count = 0 then 'cannot tell: no sentence of its own that claims a role is held'
        when judged.verdict = 'cannot_tell' then 'cannot tell: no act that we can read would show this role'
        when judged.act_count = 1 then 'one act only'
    end as reason
from judged
