-- Title: Which themes do customers name?
-- Question: What share names each theme, and is that enough to tell?
select theme_name_en, named_count, body_count, share, share_low, share_high, can_tell
from mart.policy_theme
order by named_count desc, theme
limit 10
