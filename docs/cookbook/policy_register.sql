-- Which papers run out
-- Which strategies expire within a year, and of whom do we hold none?
select name, document_type, status, title, period_to, url
from mart.policy_register
where
    document_type = 'digitalisation_strategy'
    and (status <> 'current' or period_to < (select max(as_of) from mart.study) + interval 1 year)
order by status, period_to, name
