-- What municipalities ask for
-- Which needs do most municipalities state, and for when?
select need_name_en, horizon, organisation_count, evidence_count, quote, url
from mart.need_catalogue
where actor = 'municipality'
order by organisation_count desc, evidence_count desc
limit 20;
