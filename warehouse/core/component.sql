-- A component of the focal organisation's offering, as the study declares it.
-- Grain: component_id
-- Column component_id: the component
-- Column component_name: its name
-- Column description: what it does
-- Column segment_code: the segment that it belongs to, where the study says one
select
    component_id,
    min(name) as component_name,
    min(description) as description,
    min(segment_code) as segment_code
from raw.component
group by component_id
