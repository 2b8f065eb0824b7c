-- Title: When a component's landscape opens
-- Question: In which half-year can a joint offer for this component land, and from when are requirements fixed?
select component_name, half_year, expected_count, expected_share, sure_count, possible_count, fixed_from_date, reason
from mart.contestability_wave
order by component_name, half_year
