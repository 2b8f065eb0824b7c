-- Title: Two years of a rival's events
-- Question: What has happened to this rival, with the evidence?
select event_date, player_id, event_kind, what, detail, url
from mart.competitor_event
order by event_date desc, player_id
limit 50
