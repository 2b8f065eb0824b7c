-- Title: The wave of contracts that run out
-- Question: In which half-year do most contracts of a segment run out, and what are they worth?
select segment_code, half_year, contract_count, earliest_count, buyer_count, known_value_dkk, value_coverage, reason
from mart.expiry_wave
where segment_code = 'all'
order by half_year
