-- How often one author gives the focal organisation a role, copies and job advertisements left out.
-- An author is a speaker; of the organisation itself, which is one speaker, each text is one.
-- Grain: speaker_group, author, role
-- Check: claimed_count + denied_count = statement_count
-- Column speaker_group: self, owner, customer, supplier, state or other
-- Column author: who says it; of the organisation itself, the text
-- Column role: the role
-- Column statement_count: sentences
-- Column claimed_count: those that say is or should
-- Column should_count: those that say should
-- Column denied_count: those that deny it
select
    speaker_group,
    case when speaker_group = 'self' then text_digest else speaker_id end as author,
    role,
    count(*) as statement_count,
    count(*) filter (where stance <> 'not') as claimed_count,
    count(*) filter (where stance = 'should') as should_count,
    count(*) filter (where stance = 'not') as denied_count
from core.role_statement
where not is_repeat and not is_job_ad
group by speaker_group, author, role
