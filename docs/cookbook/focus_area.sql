-- Title: New focus areas, with their four signs
-- Question: Which technologies rise, are asked for, have contracts opening and policy behind them?
select place, technology_name_en, verdict, is_rising, is_needed, is_opening, is_backed, gap, opening_count,
    policy_count, first_customers, test
from mart.focus_area
where sign_count >= 2
order by place
