-- title: The bound of a stated share for display.
-- definition: Per cent with as many decimals as it needs, at most two.
CREATE TEMP MACRO shown_bound(value) AS
  round(100 * value, 2)::VARCHAR || ' %'
