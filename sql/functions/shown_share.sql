-- title: A share for display.
-- definition: Per cent with one decimal; a null is a dash.
CREATE TEMP MACRO shown_share(value) AS
  coalesce(format('{:.1f} %', 100 * value), '–')
