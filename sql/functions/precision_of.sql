-- title: How precise a partial date is.
-- definition: year, month or day; null if it is not a date. Macros are created in the order of their names, so this one
--   may use first_day.
CREATE TEMP MACRO precision_of(words) AS
  CASE
    WHEN first_day(words) IS NULL THEN NULL
    WHEN length(words) = 4 THEN 'year'
    WHEN length(words) = 7 THEN 'month'
    ELSE 'day'
  END
