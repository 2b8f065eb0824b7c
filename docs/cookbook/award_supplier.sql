-- Title: Who wins together
-- Question: Which pairs of suppliers share awards?
select one.player_name as supplier, other.player_name as partner, count(*) as shared_awards
from mart.award_supplier as one
join mart.award_supplier as other on other.award_key = one.award_key and one.player_id < other.player_id
where one.role = 'supplier' and other.role = 'supplier'
group by all
order by shared_awards desc, supplier, partner
limit 10
