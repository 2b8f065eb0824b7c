-- Title: Segments by players, as a Mekko chart draws them
-- Question: Which segments hold the known money, which groups hold them, and how much of it is uncertain?
select segment_code, segment_share, coalesce(player_name, player_id) as player_name, share_in_segment, holder_count,
    value_coverage, is_uncertain, reason
from mart.market_mekko
order by segment_share desc nulls last, segment_code, cell_place
