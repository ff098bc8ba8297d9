-- title: The normal quantile of 0.975, for two-sided bounds at 95 %.
-- definition: A floating-point number, so that its squares are floating-point too.
CREATE TEMP MACRO normal_quantile() AS
  1.959963984540054::DOUBLE
