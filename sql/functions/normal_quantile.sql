-- title: The normal quantile of 0.975, which two-sided bounds at 95 % are made of.
-- definition: As a floating-point number, so that its squares are too.
CREATE TEMP MACRO normal_quantile() AS
  1.959963984540054::DOUBLE
