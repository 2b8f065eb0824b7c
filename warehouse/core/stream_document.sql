-- A dated document of a stream: a current notice, or a document whose publisher says its date. What trends count.
-- A copy of another document is left out: what is said once counts once.
-- Grain: owner_kind, owner_id
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column stream: procurement, award, vendor or policy
-- Column panel: what the trend holds constant: the source of a notice, the publisher of a document
-- Column source: the source
-- Column organisation: who speaks
-- Column quarter: first day of the quarter of publication
select
    owner_kind,
    owner_id,
    min(stream) as stream,
    min(panel) as panel,
    min(source) as source,
    min(organisation) as organisation,
    min(cast(date_trunc('quarter', published_date) as date)) as quarter
from core.text
where is_dated and not is_copy and published_date <= (select max(study.as_of) from core.study as study)
group by owner_kind, owner_id
