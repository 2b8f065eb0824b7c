-- Title: The next five years by half-year
-- Question: What can begin when, what gates it, and what cannot meet its day?
select name_en, state, start_half_year, end_half_year, slack_days, gate_status, law_name, window_contract_count,
    reachable_share, reason
from mart.roadmap
order by earliest_start, initiative_id
