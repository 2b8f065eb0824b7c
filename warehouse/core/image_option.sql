-- An option of a dimension of the target images; a criterion is NULL where a query of the study gives it.
-- Grain: dimension_id, option_id
-- Column dimension_id: the dimension
-- Column dimension_da: its name in Danish
-- Column dimension_en: its name in English
-- Column dimension_order: its place in the study
-- Column option_id: the option
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column demand: stated demand, 0 to 1
-- Column rivalry: stated absence of rivalry, 0 to 1
-- Column fit: stated fit with the organisation, 0 to 1
-- Column readiness: stated readiness, 0 to 1
-- Column excludes: options (dimension.option) that it cannot stand with
-- Column must_be_true: assumptions that it rests on
-- Column early_sign_da: what would be seen first, in Danish
-- Column early_sign_en: what would be seen first, in English
select
    dimension_id,
    dimension_da,
    dimension_en,
    cast(dimension_order as integer) as dimension_order,
    option_id,
    name_da,
    name_en,
    demand,
    rivalry,
    fit,
    readiness,
    excludes,
    must_be_true,
    early_sign_da,
    early_sign_en
from raw.image_option
