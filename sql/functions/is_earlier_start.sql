-- title: Whether a start lies in the three years before the last three complete ones.
-- definition: Years as numbers; null without a year of start.
CREATE TEMP MACRO is_earlier_start(start_year, last_year) AS
  start_year BETWEEN last_year - 5 AND last_year - 3
