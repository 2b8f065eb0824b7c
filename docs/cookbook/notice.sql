-- Title: Open calls
-- Question: Which calls are open, and until when?
select title, buyer_name, cpv_label_en, deadline, url
from mart.notice
where is_current and notice_kind = 'competition' and deadline >= (select as_of from mart.study)
order by deadline, notice_id
limit 10
