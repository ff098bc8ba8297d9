-- title: The latest day that a partial date can mean.
-- definition: The end of the year or month for dates of that precision.
CREATE TEMP MACRO last_day_of(day, precision) AS
  CASE precision
    WHEN 'year' THEN make_date(year(day), 12, 31)
    WHEN 'month' THEN last_day(day)
    ELSE day
  END
