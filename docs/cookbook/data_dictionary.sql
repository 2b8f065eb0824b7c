-- Title: Find a column
-- Question: Where is there a column about ends of contracts?
select table_name, column_name, comment, depends_on
from mart.data_dictionary
where table_schema = 'mart' and comment ilike '%contract%end%'
order by table_name, column_name
limit 10
