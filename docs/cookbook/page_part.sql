-- Title: What vendors name on their pages
-- Question: Which products, reference customers and partners does each publisher name, how many of each?
select publisher, part_kind, count(distinct name) as name_count, min(name) as for_example
from mart.page_part
where stream = 'vendor'
group by publisher, part_kind
order by publisher, part_kind
limit 10
