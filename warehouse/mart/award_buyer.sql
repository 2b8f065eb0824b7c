-- A buyer of an award with its part of it; the parts of one award's buyers sum to 1.
-- Grain: award_key, player_id
-- Check: weight > 0 and weight <= 1
-- Check: award_key not in (
--   select award_key from mart.award_buyer group by award_key having abs(sum(weight) - 1) > 0.000001
--   )
-- Column award_key: the award
-- Column player_id: the buyer
-- Column player_name: its name
-- Column weight: its part, decimal
select
    award_key,
    player_id,
    player_name,
    weight
from core.award_buyer
