-- title: Upper end of the Wilson score interval, 95 %.
-- definition: For hits out of trials; null without trials or hits. Hits may be fractional. The quantile is the normal one, or
--   Student's where the variance is estimated.
CREATE TEMP MACRO wilson_high(hits, trials, quantile := 1.959963984540054::DOUBLE) AS
  CASE WHEN trials > 0 AND hits IS NOT NULL THEN least(1.0,
    (hits + quantile * quantile / 2
      + quantile * sqrt(greatest(0.0, hits * (trials - hits) / trials) + quantile * quantile / 4))
    / (trials + quantile * quantile)) END
