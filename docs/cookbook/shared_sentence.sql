-- Sentences that several have copied
-- Which promises stand word for word in several strategies, and who published them first?
select body_count, theme, commitment, context, first_body, first_date, bodies, url
from mart.shared_sentence
order by body_count desc, first_date, sentence_group
limit 20
