-- Which technologies changed ring, and why
-- Where does each technology stand on the radar, and what moved it there?
select technology_name_en, quadrant, ring, previous_ring, moved_quarter, move_reason, rule, deciding_urls
from mart.technology_ring
order by moved_quarter desc nulls last, ring, technology
