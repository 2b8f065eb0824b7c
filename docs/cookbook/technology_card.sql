-- All about one technology
-- What is it, who speaks of it, who buys and sells it, and what do they say?
select technology_name_en, definition_en, ring, ring_reason, verdict, breadth, first_tender_date, first_award_date,
    top_buyers, top_suppliers, quotes, quote_urls
from mart.technology_card
where technology = 'artificial_intelligence'
order by technology
