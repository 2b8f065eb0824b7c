-- Title: How many awards of the last quarters are still to come
-- Question: Is the fall in the last quarter real, or have the notices not come yet?
select quarter, award_count, complete_share, expected_count, is_provisional, reason
from mart.award_quarter
order by quarter desc
limit 8
