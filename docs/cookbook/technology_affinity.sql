-- What a supplier talks about more than others
-- Which technologies set each organisation apart, in what it says and in what it buys?
select organisation_name, side, technology, log_odds, document_count, organisation_documents
from mart.technology_affinity
where can_tell and log_odds > 1.96
order by log_odds desc, organisation_name, technology
limit 30
