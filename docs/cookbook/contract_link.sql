-- Title: What followed a contract
-- Question: Which call followed which contract, how far from its end, and did the incumbent win again?
select one.buyer_name, one.title, two.title as next_title, link.basis, link.similarity, link.residual_months,
    link.has_same_supplier
from mart.contract_link as link
inner join mart.contract as one on link.contract_id = one.contract_id
inner join mart.contract as two on link.next_contract_id = two.contract_id
order by link.next_signal_date desc
