-- Title: What each award counts as
-- Question: Of which awards is the value missing, and from which pool is it drawn?
select segment_code, kind, buyer_size, count(*) as awards, count(*) filter (where is_missing) as missing,
    count(*) filter (where period_basis <> 'stated') as without_end
from mart.award_value
group by all
order by missing desc, segment_code, kind, buyer_size
