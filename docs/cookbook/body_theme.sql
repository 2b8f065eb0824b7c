-- Title: What one body says
-- Question: Which themes does each body name most, and where?
select name, theme_name_en, mention_count, latest_date, context, url
from mart.body_theme
order by mention_count desc, name, theme
limit 10
