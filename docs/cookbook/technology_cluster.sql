-- Technologies that go together
-- Which technologies do the same documents name, in groups that would be found again with other organisations?
select
    cluster_place,
    string_agg(technology_name_en, ', ' order by technology_place) as technologies,
    stability,
    document_count,
    organisation_count
from mart.technology_cluster
where can_tell
group by all
order by cluster_place
