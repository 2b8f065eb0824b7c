-- Who speaks first
-- In which order did vendors, policies, tenders and awards take a technology up?
select technology, stream_place, stream, taken_up_date, months_after_first, first_title, first_url, reason
from mart.technology_stream
where stream_place is not null
order by technology, stream_place
