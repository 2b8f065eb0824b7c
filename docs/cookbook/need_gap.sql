-- Needs that no component covers
-- What do customers ask for that we do not cover, and who else does?
select rank, need_name_en, stated_share, stated_low, stated_high, salience, covered_share, gap, rivals, quote, url
from mart.need_gap
where can_tell
order by rank
limit 15;
