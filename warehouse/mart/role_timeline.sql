-- F5.2: a role in one year, as the organisation itself and as others say it, beside what it did in that year.
-- Only dated texts count. A year in which a side says little tells little: its sentences in all stand beside.
-- Grain: role, side, year
-- Check: side in ('self', 'outside')
-- Check: statement_count <= year_statement_count
-- Check: share is null or share between 0 and 1
-- Check: can_tell = (share is not null)
-- Check: can_tell or reason is not null
-- Column role: the role
-- Column side: self or outside
-- Column year: the calendar year
-- Column role_name_da: its name in Danish
-- Column role_name_en: its name in English
-- Column statement_count: sentences of the side that say it is or should be so
-- Column should_count: those that say should
-- Column denied_count: sentences that deny it, which are in no other count
-- Column year_statement_count: role sentences of the side in the year, all roles together
-- Column share: the one divided by the other; NULL below 5 sentences
-- Column act_count: acts of the year that show the role
-- Column milestone: title of the latest notice that the organisation published in the year
-- Column can_tell: whether the share can be told
-- Column reason: why not, in a sentence
with dated as (
    select
        role,
        case when speaker_group = 'self' then 'self' else 'outside' end as side,
        year(stated_date) as year,
        stance
    from core.role_statement
    where stated_date is not null and not is_repeat and not is_job_ad
),

counted as (
    select
        role,
        side,
        year,
        count(*) filter (where stance <> 'not') as statement_count,
        count(*) filter (where stance = 'should') as should_count,
        count(*) filter (where stance = 'not') as denied_count
    from dated
    group by role, side, year
),

whole as (
    select
        side,
        year,
        count(*) filter (where stance <> 'not') as year_statement_count
    from dated
    group by side, year
),

acts as (
    select
        role,
        year(act_date) as year,
        count(*) as act_count
    from core.role_act
    where act_date is not null
    group by role, year(act_date)
),

milestones as (
    select
        year(published_date) as year,
        arg_max(title, row(published_date, owner_id)) as milestone
    from core.speaker
    where actor = 'focal' and is_dated and title is not null
    group by year(published_date)
)

select
    role.role,
    whole.side,
    whole.year,
    role.name_da as role_name_da,
    role.name_en as role_name_en,
    coalesce(counted.statement_count, 0) as statement_count,
    coalesce(counted.should_count, 0) as should_count,
    coalesce(counted.denied_count, 0) as denied_count,
    whole.year_statement_count,
    case
        when whole.year_statement_count >= 5 then coalesce(counted.statement_count, 0) / whole.year_statement_count
    end as share,
    coalesce(acts.act_count, 0) as act_count,
    milestones.milestone,
    whole.year_statement_count >= 5 as can_tell,
    case
        when whole.year_statement_count < 5 then 'cannot tell: fewer than 5 role sentences of this side in the year'
    end as reason
from whole
cross join core.role as role
left join counted on whole.side = counted.side and whole.year = counted.year and role.role = counted.role
left join acts on whole.year = acts.year and role.role = acts.role
left join milestones on whole.year = milestones.year
