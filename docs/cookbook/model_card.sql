-- Title: How well classifiers do
-- Question: What was measured of each classifier?
select model, version, metric, value, note
from mart.model_card
order by model, metric
limit 10
