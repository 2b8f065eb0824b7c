-- Title: Municipalities and their regions
-- Question: Which municipalities change region, and when?
select municipality_name, region_name_da, next_region_name_da, next_region_from
from mart.municipality
where next_region_from is not null
order by municipality_name
limit 10
