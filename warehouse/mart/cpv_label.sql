-- A CPV code of the official list of 2008 with its labels.
-- Grain: cpv_code
-- Check: regexp_matches(cpv_code, '^\d{8}$')
-- Check: level in ('division', 'group', 'class', 'category') and (level = 'division') = (right(cpv_code, 6) = '000000')
-- Check: label_da <> '' and label_en <> ''
-- Column cpv_code: eight digits without the check digit
-- Column level: division, group, class or category (every finer code as well)
-- Column label_da: label in Danish
-- Column label_en: label in English
select
    cpv_code,
    level,
    label_da,
    label_en
from core.cpv_label
