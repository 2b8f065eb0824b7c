-- A path in notices that no reader knows: the first sign that a publisher is changing its format. Notices that come
-- alone are looked at each, members of packages every twentieth, so the counts say that it happens, not how often.
-- Grain: format, path
-- Check: notice_count > 0
-- Column format: eforms, ted_export or ocds
-- Column path: names of elements or keys from below the root; what stands below it is part of it
-- Column notice_count: notices looked at in which it stands
-- Column first_night: the first night whose evidence holds it
select
    format,
    path,
    count(distinct notice_id) as notice_count,
    min(first_night) as first_night
from core.unused_path
group by format, path
