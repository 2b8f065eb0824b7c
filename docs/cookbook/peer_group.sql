-- Who is compared with whom
-- Which municipalities is each one compared with, and what makes the group?
select peer_group, basis, member_count, name, population
from mart.peer_group
order by peer_group, name
