-- Said and bought
-- Of those that name a theme, how many buy on it within two years, against those that do not name it?
select theme_name_en, said_count, tendered_count, bought_count, open_count, closed_count, closed_bought_count,
    bought_share, share_low, share_high, silent_share, median_months, reason
from mart.said_and_bought
where said_count > 0
order by said_count desc, theme
