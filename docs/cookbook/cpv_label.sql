-- Title: A CPV code in words
-- Question: What do the codes of one division mean?
select cpv_code, level, label_da, label_en
from mart.cpv_label
where cpv_code like '7220%'
order by cpv_code
