-- Title: Why a figure moved since the last edition
-- Question: Which headline figures changed since the edition before, and what caused most of each change?
select label_en, before, after, change, cause, part
from mart.edition_change
where is_leading and can_tell
order by figure, abs(change) desc
