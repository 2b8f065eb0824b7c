-- A customer and its inhabitants, where the study or a register says how many.
-- Grain: player_id
-- Column player_id: the customer
-- Column name: its name
-- Column population: its inhabitants; NULL where nobody says
select
    player_id,
    min(name) as name,
    max(population) as population
from raw.customer
group by player_id
