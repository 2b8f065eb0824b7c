-- A component of the focal organisation's offering, as the study names it.
-- Grain: component_id
-- Column component_id: the component
-- Column component_name: its name
-- Column description: what it does, in the study's words
select
    component_id,
    min(name) as component_name,
    min(description) as description
from raw.component
group by component_id
