-- Title: What is asked for
-- Question: Which kinds of need are stated by most organisations?
select need_type, actor, horizon, organisation_count, mention_count, latest_quote
from mart.need
order by organisation_count desc, need_type, actor, horizon
limit 10
