-- title: Growth of starts a year in words.
-- definition: The factor a year with its interval, against the rest where the measure is growth.
CREATE TEMP MACRO shown_growth(measure, value, low, high) AS
  format('{:.2f} ({:.2f} to {:.2f}) times a year', value, low, high)
    || CASE WHEN measure = 'growth' THEN ' as against the rest' ELSE '' END
