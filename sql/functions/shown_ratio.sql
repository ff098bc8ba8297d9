-- title: A ratio as people read it.
-- definition: Two decimals; a null is the word that is given for it.
CREATE TEMP MACRO shown_ratio(value, missing) AS
  coalesce(format('{:.2f}', value), missing)
