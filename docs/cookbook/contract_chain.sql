-- Title: Chains of contracts
-- Question: For which needs do we know three contracts in a row, and who held them?
select chain.chain_id, chain.place, contract.buyer_name, contract.title, contract.supplier_names, contract.award_date
from mart.contract_chain as chain
inner join mart.contract as contract on chain.contract_id = contract.contract_id
where chain.chain_length >= 2
order by chain.chain_id, chain.place
