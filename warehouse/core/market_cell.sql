-- The awards of a segment in a year of publication, counted and summed: what the size of the market is made from.
-- Logarithms are summed as exact decimals, so that the figures do not depend on the order of rows.
-- Grain: segment_code, year
-- Check: known_value_count + framework_ceiling_count + missing_count = award_count
-- Column segment_code: the segment
-- Column year: year of publication
-- Column award_count: awards made
-- Column known_value_count: of those, with a trusted market value
-- Column known_value_dkk: sum of the trusted values in kroner
-- Column framework_ceiling_count: awards whose amount is a framework's ceiling
-- Column framework_ceiling_dkk: sum of those ceilings, each once
-- Column missing_count: awards whose market value is unknown
-- Column single_bid_count: awards with one bid
-- Column bids_known_count: awards whose number of bids is known
-- Column log_sum: sum of the natural logarithms of the trusted values
-- Column log_square_sum: sum of their squares
select
    segment_code,
    cast(year(publication_date) as integer) as year,
    count(*) as award_count,
    count(amount_dkk) as known_value_count,
    sum(amount_dkk) as known_value_dkk,
    count(*) filter (where value_kind = 'framework_ceiling') as framework_ceiling_count,
    sum(ceiling_dkk) as framework_ceiling_dkk,
    count(*) filter (where amount_dkk is null and value_kind <> 'framework_ceiling') as missing_count,
    count(*) filter (where bids_received = 1) as single_bid_count,
    count(bids_received) as bids_known_count,
    sum(cast(ln(amount_dkk) as decimal(18, 12))) as log_sum,
    sum(cast(ln(amount_dkk) * ln(amount_dkk) as decimal(18, 12))) as log_square_sum
from core.award
where status = 'awarded' and publication_date is not null
group by segment_code, year(publication_date)
