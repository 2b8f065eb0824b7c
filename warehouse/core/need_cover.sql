-- A component that speaks to a need: the need asks it for more by name, asks for what it does, or both speak of one
-- technology or theme. Which technologies a component is about the study binds, or its own words say.
-- Grain: need_id, component_id
-- Check: link in ('named', 'function', 'technology', 'theme')
-- Column need_id: the need
-- Column component_id: the component
-- Column link: how they meet: named (the need names the component), function, technology or theme
with topics as (
    select
        component_id,
        topic_kind,
        topic
    from core.component_topic
    union
    select
        component_id,
        'technology' as topic_kind,
        term as topic
    from raw.component
    where relation = 'technology'
),

met as (
    select
        need_id,
        topic as component_id,
        case topic_kind when 'component' then 'named' else 'function' end as link
    from core.need_name
    where topic_kind in ('component', 'function')
    union all
    select
        need.need_id,
        topics.component_id,
        topics.topic_kind as link
    from core.need_name as need
    inner join topics on need.topic_kind = topics.topic_kind and need.topic = topics.topic
)

select
    need_id,
    component_id,
    min(link) as link
from met
group by need_id, component_id
