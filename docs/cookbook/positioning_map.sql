-- Title: Where we stand among the others
-- Question: Who does much the same as we, who does something else, and is the map more than noise?
select point_kind, point_name, x, y, sd_x, sd_y, apart_share, is_apart_from_focal, can_tell, reason
from mart.positioning_map
order by point_kind, point_name
