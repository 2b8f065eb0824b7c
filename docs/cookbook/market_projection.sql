-- Title: Five years ahead
-- Question: Where may the market go, and where does the past not support a line?
select segment_code, year, scenario_en, kind, level_dkk, point_dkk, low_dkk, high_dkk, runoff_dkk, reason
from mart.market_projection
order by segment_code, scenario_id, year
