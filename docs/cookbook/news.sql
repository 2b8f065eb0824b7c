-- Title: What is new tonight
-- Question: What did the sources show for the first time?
select news_kind, news_date, title, who, amount_dkk
from mart.news
order by news_kind, news_date desc, news_id
limit 10
