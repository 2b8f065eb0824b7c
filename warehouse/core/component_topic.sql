-- A technology or theme that the study's own words say a component is about.
-- Grain: component_id, topic_kind, topic
-- Check: topic_kind in ('technology', 'theme')
-- Column component_id: the component
-- Column topic_kind: technology or theme
-- Column topic: the technology or theme
-- Column quote: the words of the study that say so
select
    component_id,
    topic_kind,
    topic,
    min(quote) as quote
from raw.component_topic
group by component_id, topic_kind, topic
