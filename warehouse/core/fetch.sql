-- A planned request and its one end.
-- Grain: fetch_id
-- Column fetch_id: number in the ledger
-- Column night_id: the night that planned it
-- Column source: the source
-- Column url: what was asked for
-- Column outcome: how it ended; NULL where it never did, which no published night may have
-- Column evidence_id: the bytes that it gave or confirmed
-- Column ended_at: when it ended
-- Column reason: why it failed
select
    fetch_id,
    night_id,
    source,
    url,
    outcome,
    evidence_id,
    ended_at,
    reason
from raw."fetch"
