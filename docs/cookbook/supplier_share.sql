-- Title: Shares with their intervals
-- Question: Who holds which share of a segment, and how sure is that?
select segment_code, player_name, award_count, award_share, share_low, share_high, total_award_count
from mart.supplier_share
where period = 'all' and can_tell
order by segment_code, award_share desc, player_id
limit 10
