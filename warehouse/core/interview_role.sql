-- In how many imported, coded interviews of a group a role is said to be so, or to be wished.
-- Grain: speaker_group, role
-- Check: said_count <= interview_count
-- Column speaker_group: self, owner, customer, supplier, state or other
-- Column role: the role
-- Column said_count: interviews that say is or should
-- Column interview_count: interviews of the group
-- Column said_share: the one divided by the other
with whole as (
    select
        speaker_group,
        count(distinct interview) as interview_count
    from raw.interview_code
    group by speaker_group
)

select
    code.speaker_group,
    code.role,
    count(distinct code.interview) filter (where code.stance <> 'not') as said_count,
    min(whole.interview_count) as interview_count,
    count(distinct code.interview) filter (where code.stance <> 'not') / min(whole.interview_count) as said_share
from raw.interview_code as code
inner join whole on code.speaker_group = whole.speaker_group
group by code.speaker_group, code.role
