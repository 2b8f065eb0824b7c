-- Title: The headings of policy papers
-- Question: Under which headings do the policy papers that we hold stand, in the order of the text?
select document.publisher, document.title, block.block_number, block.level, block.language
from mart.document_block as block
inner join mart.document as document on block.document_id = document.document_id
where block.block_kind = 'heading' and document.is_policy
order by document.publisher, document.title, block.block_number
limit 10
