-- Title: How an assumption stood in each edition
-- Question: When did this assumption change, and by how much did its number move?
select assumption_id, as_of, edition_id, status, value,
    value - lag(value) over (partition by assumption_id order by as_of, edition_id) as moved
from mart.assumption_history
order by assumption_id, as_of, edition_id
