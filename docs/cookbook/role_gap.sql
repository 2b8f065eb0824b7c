-- Self-image against outside image
-- Where do we and the others see our role differently?
select rank, role_name_en, verdict, log_odds, log_odds_low, log_odds_high, self_share, outside_share, outside_quote
from mart.role_gap
where speaker_group = 'outside' and can_tell
order by rank;
