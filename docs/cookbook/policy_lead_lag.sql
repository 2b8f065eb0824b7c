-- From policy to procurement
-- How many months after a strategy does a tender come, and on which themes do we not know?
select theme_name_en, verdict, lag_months, lag_low, lag_high, p_value, said_count, purchase_count, reason
from mart.policy_lead_lag
order by can_tell desc, q_value, theme
