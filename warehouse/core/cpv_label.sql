-- A CPV code of the official list of 2008 with its labels.
-- Grain: cpv_code
-- Column cpv_code: eight digits without the check digit
-- Column level: division, group, class or category (every finer code as well)
-- Column label_da: label in Danish
-- Column label_en: label in English
select
    code as cpv_code,
    level,
    da as label_da,
    en as label_en
from seed.cpv_labels
