-- A segment of the study, and `other` for what falls outside all of them.
-- Grain: segment_code
-- Column segment_code: the segment
-- Column segment_name_da: name in Danish
-- Column segment_name_en: name in English
select
    segment_code,
    min(name_da) as segment_name_da,
    min(name_en) as segment_name_en
from raw.segment
where segment_code <> 'other'
group by segment_code
union all
select
    'other' as segment_code,
    'Uden for segmenterne' as segment_name_da,
    'Outside the segments' as segment_name_en
