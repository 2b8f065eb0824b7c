-- Title: Suppliers by number of buyers
-- Question: Who sells to most different buyers?
select supplier_name, player_class, buyer_count, award_count, known_value_dkk
from mart.supplier
order by buyer_count desc, supplier_name
limit 10
