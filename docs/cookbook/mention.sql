-- Title: Where a technology is named
-- Question: In which documents is artificial intelligence named, in which words?
select mention_date, stream, who, quote, context, evidence_id
from mart.mention
where technology = 'artificial_intelligence'
order by mention_date desc, text_digest, quote_start
limit 10
