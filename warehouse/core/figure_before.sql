-- A headline figure as the edition before published it.
-- Grain: figure, slice
-- Column figure: which figure
-- Column slice: of what
-- Column label_da: what it is called, in Danish
-- Column label_en: what it is called, in English
-- Column value: the number then
-- Column word: the verdict then
-- Column can_tell: whether it could be told then
-- Column reason: why not
select
    figure,
    slice,
    label_da,
    label_en,
    value,
    word,
    can_tell,
    reason
from raw.figure_before
