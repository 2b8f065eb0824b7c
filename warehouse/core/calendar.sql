-- The first and the last day that a notice may speak of: exactly one row. A date outside is no date but a slip or a
-- word for "no end" (0001-01-01, 9999-12-31): core takes it for unknown, and the records keep it as it was read.
-- Real notices tell of 1994 to 2123, the end of a contract of a hundred years. A sum of a day in here and a length that
-- leads beyond ends on the last day. The limit is pandas', which knows no day after 2262; a day past 9999 even reaches
-- Python as text.
-- Grain: first_date
-- Check: first_date < last_date and last_date < date '2262-04-11'
-- Column first_date: the first day
-- Column last_date: the last day
select
    date '1990-01-01' as first_date,
    date '2199-12-31' as last_date
