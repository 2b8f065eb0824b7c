-- How many dated documents of a stream named a technology in a quarter, and how many documents there were.
-- Quarters in which nobody named it are rows with 0. Documents whose publisher says no date are not counted.
-- Grain: technology, stream, quarter
-- Check: document_count <= stream_document_count
-- Column technology: the technology
-- Column stream: procurement, award, vendor or policy
-- Column quarter: first day of the quarter
-- Column document_count: documents that name it
-- Column stream_document_count: documents in the stream
-- Column rate: the first as a share of the second, 0 to 1
-- Column source_count: sources or publishers that had a document in the quarter
with quarters as (
    select
        stream,
        quarter,
        count(*) as stream_document_count,
        count(distinct panel) as source_count
    from core.stream_document
    group by stream, quarter
),

named as (
    select
        technology,
        stream,
        quarter,
        count(*) as document_count
    from core.technology_document
    group by technology, stream, quarter
)

select
    technology.technology,
    quarters.stream,
    quarters.quarter,
    coalesce(named.document_count, 0) as document_count,
    quarters.stream_document_count,
    coalesce(named.document_count, 0) / quarters.stream_document_count as rate,
    quarters.source_count
from quarters
cross join core.technology as technology
left join named
    on
        technology.technology = named.technology
        and quarters.stream = named.stream
        and quarters.quarter = named.quarter
