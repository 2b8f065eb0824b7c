-- A component that speaks to a need: the need asks it for more by name, or both speak of one technology or theme.
-- Grain: need_id, component_id
-- Check: link in ('named', 'technology', 'theme')
-- Column need_id: the need
-- Column component_id: the component
-- Column link: how they meet: named (the need names the component), technology or theme
-- Column level: evidenced, claimed or not_seen, as the component itself is
-- Column quote: the words that say what the component is about; NULL where the need names it
with met as (
    select
        need.need_id,
        need.topic as component_id,
        'named' as link,
        null as quote
    from core.need_name as need
    where need.topic_kind = 'component'
    union all
    select
        need.need_id,
        topic.component_id,
        topic.topic_kind as link,
        topic.quote
    from core.need_name as need
    inner join core.component_topic as topic on need.topic_kind = topic.topic_kind and need.topic = topic.topic
)

select
    need_id,
    component_id,
    min(link) as link,
    'claimed' as level,
    min(quote) as quote
from met
group by need_id, component_id
