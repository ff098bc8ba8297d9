-- title: Whether a start lies in the last three complete years.
-- definition: Years as numbers; null without a year of start.
CREATE TEMP MACRO is_recent_start(start_year, last_year) AS
  start_year BETWEEN last_year - 2 AND last_year
