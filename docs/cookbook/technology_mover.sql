-- What moves, all streams together
-- Which technologies rise or fade for sure, by how much, and in which stream?
select technology_name_en, verdict, halves_ratio, rate_ratio, ratio_low, ratio_high, shrunken_ratio, q_value, breadth,
    streams_rising, streams_fading, second_opinion
from mart.technology_mover
where verdict in ('rising', 'fading')
order by q_value, technology
