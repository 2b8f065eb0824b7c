-- Title: A technology quarter by quarter
-- Question: In what share of calls is a technology named?
select quarter, document_count, stream_document_count, rate
from mart.technology_quarter
where technology = 'artificial_intelligence' and stream = 'procurement'
order by quarter desc
limit 8
