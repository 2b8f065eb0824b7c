-- A CPV code of the official list and the segment of the study that it falls in: the longest prefix wins.
-- Codes outside every segment are in the segment `other`.
-- Grain: cpv_code
-- Column cpv_code: eight digits without the check digit
-- Column segment_code: the study's segment, or other
with codes as (
    select cpv_main as cpv_code from raw.notice
    union
    select unnest(cpv_all) as cpv_code from raw.notice
    union
    select cpv_main as cpv_code from raw.lot
)

select
    codes.cpv_code,
    coalesce(
        arg_max(
            prefixes.segment_code,
            row(length(prefixes.cpv_prefix), prefixes.segment_code)
        ),
        'other'
    ) as segment_code
from codes
left join raw.segment as prefixes on starts_with(codes.cpv_code, prefixes.cpv_prefix)
where codes.cpv_code is not null
group by codes.cpv_code
