-- title: A probability in words.
-- definition: Whole percent; what is not certain is never shown as 0 or 100 %.
CREATE TEMP MACRO shown_chance(chance) AS
  CASE
    WHEN chance < 0.01 THEN 'below 1 %'
    WHEN chance > 0.99 THEN 'above 99 %'
    ELSE format('{:.0f} %', 100 * chance)
  END
