-- Claim against act
-- Which roles do we claim and not show, or show and not claim?
select role_name_en, verdict, claimed_count, outside_count, act_count, act_title, act_why, reason
from mart.role_claim_act
where verdict in ('claimed_not_evidenced', 'done_not_said')
order by verdict, role_name_en;
