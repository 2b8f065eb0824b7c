-- Title: The words that tell a contract's subject
-- Question: By which words are contracts compared?
select contract.title, subject.subject
from mart.contract_subject as subject
inner join mart.contract as contract on subject.contract_id = contract.contract_id
order by contract.title, subject.subject
limit 20
