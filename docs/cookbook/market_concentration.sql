-- Title: Concentration, single bids and newcomers
-- Question: Which segments are concentrated, in which is there single bidding, and does anybody new get in?
select segment_code, period, hhi, hhi_low, hhi_high, hhi_group, hhi_value_low, hhi_value_mid, hhi_value_high,
    effective_supplier_count, top_four_share, single_bid_share, single_bid_label, new_entrant_share, is_part_year,
    reason
from mart.market_concentration
order by segment_code, period
