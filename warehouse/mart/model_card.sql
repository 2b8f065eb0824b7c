-- A figure of a classifier's card: what it was trained on and how well it does.
-- Grain: model, version, metric
-- Check: not (metric like 'accuracy%' or metric = 'coverage') or value between 0 and 1
-- Check: trained_on is not null and note is not null
-- Column model: the classifier
-- Column version: its version
-- Column trained_on: what it learnt from
-- Column metric: what was measured
-- Column value: the figure
-- Column note: how it was measured
select
    model,
    version,
    trained_on,
    metric,
    value,
    note
from core.model_card
