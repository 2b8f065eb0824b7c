-- The league of themes
-- Which priorities do most municipalities name, and how many inhabitants is that?
select league_place, theme_name_en, named_count, body_count, share, share_low, share_high, weighted_share, coverage, reason
from mart.theme_league
order by league_place, theme
