-- Title: Lots by how long they run
-- Question: How long are the periods that lots state?
select lot_kind, count(*) as lots, median(duration_months) as median_months
from mart.lot
where duration_months is not null
group by lot_kind
order by lot_kind
