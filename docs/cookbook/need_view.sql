-- Suppliers against municipalities, now against before
-- Which needs do municipalities and suppliers see differently, and which are new?
select need_name_en, municipality_share, supplier_share, view_verdict, before_share, now_share, change_verdict
from mart.need_view
where view_verdict in ('municipalities_more', 'suppliers_more') or change_verdict in ('rising', 'falling')
order by abs(difference) desc nulls last;
