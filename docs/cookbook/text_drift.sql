-- Title: Sources whose new texts differ
-- Question: Whose texts of the latest night are unlike what came before, and in what?
select source, language, first_day, text_count, hits_per_1000_words, earlier_hits_per_1000_words, stability_index, drift
from mart.text_drift
where drift <> 'first'
order by first_day desc, source, language
limit 10
