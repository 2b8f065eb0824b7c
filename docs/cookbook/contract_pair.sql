-- Title: Contracts that nearly follow one another
-- Question: Which pairs just miss the threshold, and should a person look at them?
select one.buyer_name, one.title, two.title as later_title, pair.similarity
from mart.contract_pair as pair
inner join mart.contract as one on pair.contract_id = one.contract_id
inner join mart.contract as two on pair.next_contract_id = two.contract_id
where pair.similarity between 0.35 and 0.5
order by pair.similarity desc
