-- Survey answers by need
-- What did the imported survey answer about each need, and by how many?
select need, count(*) as answer_count, avg(position_share) as mean_position, min(answered_date) as first_date
from mart.survey_answer
group by need
order by mean_position desc;
