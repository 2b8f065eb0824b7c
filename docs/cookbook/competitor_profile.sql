-- Title: A rival on one page
-- Question: Who is this rival, who owns it, what does it hold, keep and lose, and with whom does it work?
select player_name, legal_form, owner_name, player_class, class_reason, award_count, award_share, kept_count,
    lost_count, ending_count, component_count, partners, technologies
from mart.competitor_profile
where not is_focal
order by award_count desc
limit 10
