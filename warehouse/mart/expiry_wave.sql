-- F3.3: the contracts of a segment that run out in a half-year, by their latest end, and what they are worth.
-- Only contracts that nothing follows yet. The earliest end counts apart: renewals may or may not be used.
-- Grain: segment_code, half_year
-- Check: known_value_count <= contract_count
-- Check: can_tell or reason is not null
-- Column segment_code: the segment, or all
-- Column half_year: half-year, like 2027-H1
-- Column contract_count: contracts whose latest end falls into it
-- Column earliest_count: contracts whose end without renewals falls into it
-- Column buyer_count: different buyers of contract_count
-- Column known_value_count: contracts of contract_count whose value is known
-- Column known_value_dkk: the sum of those values
-- Column value_coverage: share of contract_count whose value is known; NULL where there are none
-- Column unstated_count: contracts of the segment that nothing follows and whose end no notice states
-- Column can_tell: whether at least half of the segment's contracts state their end
-- Column reason: why not, in a sentence
with open_contracts as (
    select contract.*
    from mart.contract as contract
    inner join mart.contract_chain as chain on contract.contract_id = chain.contract_id
    where contract.status = 'awarded' and chain.next_contract_id is null
),

ends as (
    select
        segment_code,
        contract_id,
        buyer_player_id,
        amount_dkk,
        latest_end_date as end_date,
        true as is_latest
    from open_contracts
    union all
    select
        segment_code,
        contract_id,
        buyer_player_id,
        amount_dkk,
        end_date,
        false as is_latest
    from open_contracts
),

counted as (
    select
        coalesce(segment_code, 'all') as segment_code,
        cast(year(end_date) as varchar) || case when month(end_date) <= 6 then '-H1' else '-H2' end as half_year,
        count(*) filter (where is_latest) as contract_count,
        count(*) filter (where not is_latest) as earliest_count,
        count(distinct buyer_player_id) filter (where is_latest) as buyer_count,
        count(amount_dkk) filter (where is_latest) as known_value_count,
        sum(amount_dkk) filter (where is_latest) as known_value_dkk
    from ends
    where end_date is not null
    group by grouping sets ((segment_code, half_year), (half_year))
),

stated as (
    select
        coalesce(segment_code, 'all') as segment_code,
        count(*) as all_count,
        count(*) filter (where latest_end_date is null) as unstated_count
    from open_contracts
    group by grouping sets ((segment_code), ())
)

select
    counted.segment_code,
    counted.half_year,
    counted.contract_count,
    counted.earliest_count,
    counted.buyer_count,
    counted.known_value_count,
    counted.known_value_dkk,
    counted.known_value_count / nullif(counted.contract_count, 0) as value_coverage,
    stated.unstated_count,
    stated.unstated_count * 2 <= stated.all_count as can_tell,
    case
        when stated.unstated_count * 2 > stated.all_count
            then 'cannot tell: more than half of the contracts state no end, so the wave is too low'
    end as reason
from counted
inner join stated on counted.segment_code = stated.segment_code
