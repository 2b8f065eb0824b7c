-- A unit behind the headline figures of the edition before, or a part of one, as it was then (see mart.figure_basis).
-- Grain: basis, unit_id, part_id
-- Column basis: award, policy, technology, contract or retender
-- Column unit_id: the unit, the same in later editions
-- Column part_id: empty for the unit itself, else the supplier as named, the theme or the technology
-- Column slice: segment, theme, technology and stream, or half-year
-- Column year: year of publication; empty where it is not known or does not matter
-- Column player_id: who it was then
-- Column day: day of publication
-- Column source: the source
-- Column version: the bytes that said it
-- Column amount: kroner of a market value, or 1
-- Column weight: its part of the unit, or 1
select
    basis,
    unit_id,
    coalesce(part_id, '') as part_id,
    slice,
    year,
    player_id,
    day,
    source,
    version,
    cast(amount as decimal(24, 2)) as amount,
    cast(weight as decimal(24, 12)) as weight
from raw.basis_before
