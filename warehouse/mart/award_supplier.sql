-- A supplier of an award with its part of it; the parts of one award's suppliers sum to 1.
-- Grain: award_key, player_id
-- Check: role in ('supplier', 'subcontractor')
-- Check: weight between 0 and 1 and (role = 'supplier' or weight = 0)
-- Check: amount_dkk is null or (role = 'supplier' and amount_dkk >= 0)
-- Check: role = 'subcontractor' or award_key not in (
--   select award_key from mart.award_supplier where role = 'supplier'
--   group by award_key having abs(sum(weight) - 1) > 0.000001
--   )
-- Column award_key: the award
-- Column player_id: the supplier
-- Column player_name: its name
-- Column role: supplier, or subcontractor (whose part is nothing)
-- Column weight: its part, decimal
-- Column notice_id: the notice
-- Column segment_code: the award's segment
-- Column year: year of publication
-- Column status: the award's status
-- Column amount_dkk: its part of the market value, NULL unless trusted
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
select
    supplier.award_key,
    supplier.player_id,
    supplier.player_name,
    supplier.role,
    supplier.weight,
    award.notice_id,
    award.segment_code,
    award.year,
    award.status,
    case when supplier.weight > 0 then cast(award.amount_dkk * supplier.weight as decimal(24, 2)) end as amount_dkk,
    award.evidence_id,
    award.part
from core.award_supplier as supplier
inner join mart.award as award on supplier.award_key = award.award_key
