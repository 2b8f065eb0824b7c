-- A customer in a group of peers that the study names itself.
-- Grain: player_id
-- Column player_id: the customer
-- Column peer_group: name of the group
select
    player_id,
    peer_group
from raw.peer_group
