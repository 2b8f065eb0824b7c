-- Self-image against outside image
-- Where do we and the others see our role differently?
select rank, role_name_en, verdict, self_count, self_total_count, outside_count, outside_total_count, log_odds,
    log_odds_low, log_odds_high, q_value, outside_quote
from mart.role_gap
where speaker_group = 'outside' and can_tell
order by rank;
