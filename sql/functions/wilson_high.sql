-- title: Upper end of the Wilson score interval, 95 %.
-- definition: For hits out of trials; null without trials. Hits may be fractional.
CREATE TEMP MACRO wilson_high(hits, trials) AS
  CASE WHEN trials > 0 THEN least(1.0,
    (hits + normal_quantile() * normal_quantile() / 2
      + normal_quantile()
        * sqrt(greatest(0.0, hits * (trials - hits) / trials) + normal_quantile() * normal_quantile() / 4))
    / (trials + normal_quantile() * normal_quantile())) END
