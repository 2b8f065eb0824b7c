-- What followed a strategy
-- What did each municipality tender and award on a theme after it had written about it?
select name, theme, said_date, tender_date, award_date, award_months, state, said_url, award_url
from mart.theme_purchase
order by theme, said_date, name
