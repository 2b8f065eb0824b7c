-- Title: The target images side by side
-- Question: Which consistent pictures of the future score best, and what must be true for them?
select image_id, score, score_low, score_high, first_share, dimension_en, option_en, must_be_true, must_status
from mart.target_image
order by place, dimension_order
