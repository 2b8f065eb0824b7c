-- Title: Is a publisher changing its format?
-- Question: Which paths in notices does no reader know?
select format, path, notice_count, first_night
from mart.path_drift
order by notice_count desc, format, path
limit 10
