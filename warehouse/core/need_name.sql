-- A need that somebody states, with its name in two languages.
-- Grain: need_id
-- Column need_id: type, kind of subject and subject, joined by colons
-- Column need_type: the type of need
-- Column topic_kind: component, function, technology, theme or none
-- Column topic: the component, technology or theme; NULL where none is named
-- Column need_name_da: its name in Danish
-- Column need_name_en: its name in English
with needs as (
    select distinct
        need_id,
        need_type,
        topic_kind,
        topic
    from core.need_evidence
)

select
    needs.need_id,
    needs.need_type,
    needs.topic_kind,
    needs.topic,
    coalesce(need_type.name_da, needs.need_type)
    || coalesce(': ' || coalesce(
        component.component_name || case needs.topic_kind when 'function' then ' (funktion)' else '' end,
        tech.technology_name_da, priority.name_da, needs.topic
    ), '')
        as need_name_da,
    coalesce(need_type.name_en, needs.need_type)
    || coalesce(': ' || coalesce(
        component.component_name || case needs.topic_kind when 'function' then ' (function)' else '' end,
        tech.technology_name_en, priority.name_en, needs.topic
    ), '')
        as need_name_en
from needs
left join core.need_type as need_type on needs.need_type = need_type.need_type
left join
    core.component as component
    on needs.topic_kind in ('component', 'function') and needs.topic = component.component_id
left join core.technology as tech on needs.topic_kind = 'technology' and needs.topic = tech.technology
left join core.theme as priority on needs.topic_kind = 'theme' and needs.topic = priority.theme
