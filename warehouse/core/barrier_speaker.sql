-- A barrier as one speaker names it: however often it does, it counts once.
-- Grain: barrier, speaker_id
-- Column barrier: what hinders
-- Column speaker_id: who says it
-- Column actor: focal, municipality, state, supplier or other
-- Column is_customer: whether it is one of the study's customers
-- Column evidence_count: sentences in which it does
-- Column component_count: those that name a component
-- Column components: the components that they name
-- Column latest_date: the last day on which it did
select
    barrier,
    speaker_id,
    min(actor) as actor,
    bool_or(is_customer) as is_customer,
    count(*) as evidence_count,
    count(component_id) as component_count,
    coalesce(list_sort(list(distinct component_id) filter (where component_id is not null)), []) as components,
    max(stated_date) as latest_date
from core.barrier_evidence
group by barrier, speaker_id
