-- A buyer of an award, with its part of it: parts of joint buyers sum to 1.
-- Grain: award_key, player_id
-- Check: weight > 0 and weight <= 1
-- Column award_key: the award
-- Column player_id: the buyer
-- Column player_name: its name
-- Column weight: its part, decimal
select
    award.award_key,
    buyer.player_id,
    buyer.player_name,
    buyer.weight
from core.award as award
inner join core.notice_buyer as buyer on award.notice_id = buyer.notice_id
