-- Where one municipality stands among its peers
-- What does a municipality write about more than its peers do, how sure is that, and where does it say so?
select name, theme_name_en, score, score_low, score_high, peer_rank, peer_count, peer_median, commitment, evidence_count,
    shared_count, context, url
from mart.municipality_theme
where can_tell and score_low > peer_median
order by name, score desc
