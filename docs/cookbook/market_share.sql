-- Title: Who holds a segment, by three measures
-- Question: Who leads each segment by number and by value, and does the order change if missing values are twice or five times as large?
select segment_code, player_name, award_share, known_share, imputed_low, imputed_mid, imputed_high,
    imputed_mid_x2, imputed_mid_x5, value_coverage, reason
from mart.market_share
where level = 'group' and period = 'all' and can_tell
qualify row_number() over (partition by segment_code order by award_share desc, player_id) <= 5
order by segment_code, award_share desc
