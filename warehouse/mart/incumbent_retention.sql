-- How often the incumbent wins again when a contract is called for anew, by segment.
-- Only contracts that were followed by an award count, and it cannot tell under 20 of them. In the United States 63 to
-- 77.5 % of federal incumbents win again; that is for orientation and never part of a figure.
-- Grain: segment_code
-- Check: can_tell = (retention_share is not null)
-- Check: retention_share is null or (share_low <= retention_share and retention_share <= share_high)
-- Check: can_tell or reason is not null
-- Column segment_code: the segment, or all
-- Column chain_count: contracts that an award followed, where suppliers of both are named
-- Column retained_count: of those, won again by a supplier of the earlier one
-- Column retention_share: the share of them, 0 to 1
-- Column share_low: lower end of its 95 % interval (Wilson)
-- Column share_high: upper end
-- Column can_tell: whether 20 such contracts are known
-- Column reason: why not, in a sentence
with counted as (
    select
        coalesce(segment_code, 'all') as segment_code,
        count(has_same_supplier) as chain_count,
        count(*) filter (where has_same_supplier) as retained_count
    from mart.contract_chain
    group by grouping sets ((segment_code), ())
    having grouping(segment_code) = 1 or segment_code is not null
),

judged as (
    select
        *,
        chain_count >= 20 as can_tell,
        retained_count / nullif(chain_count, 0) as p,
        -- The 97.5 % point of the normal distribution.
        1.959963984540054 as z
    from counted
),

intervals as (
    select
        *,
        (p + z * z / (2 * chain_count)) / (1 + z * z / chain_count) as centre,
        z * sqrt(p * (1 - p) / chain_count + z * z / (4 * chain_count * chain_count)) / (1 + z * z / chain_count)
            as half
    from judged
)

select
    segment_code,
    chain_count,
    retained_count,
    case when can_tell then round(p, 6) end as retention_share,
    case when can_tell then least(greatest(round(centre - half, 6), 0), round(p, 6)) end as share_low,
    case when can_tell then greatest(least(round(centre + half, 6), 1), round(p, 6)) end as share_high,
    can_tell,
    case when not can_tell then 'cannot tell: fewer than 20 contracts were called for again and awarded' end as reason
from intervals
