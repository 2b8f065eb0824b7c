-- Roles over the years
-- How has what we say of our role moved, and what did we do in the year?
select year, role_name_en, side, statement_count, year_statement_count, share, act_count, milestone
from mart.role_timeline
where statement_count > 0
order by year, side, role_name_en;
