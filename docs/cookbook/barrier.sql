-- What hinders use
-- What do municipalities say stands in the way, and how many of them?
select rank, barrier_name_en, share, share_low, share_high, organisation_count, heard_count, quote, url
from mart.barrier
where actor = 'municipality'
order by rank;
