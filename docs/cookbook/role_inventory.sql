-- Roles by who says so
-- Which roles do we claim, and which do suppliers give us?
select role_name_en, speaker_group, statement_count, author_count, share, share_low, share_high, reason
from mart.role_inventory
where statement_count > 0
order by role_name_en, speaker_group;
