-- title: Upper end of the Wilson score interval, 95 %.
-- definition: For hits out of trials; null without trials. Hits may be fractional. z is the normal quantile of 0.975.
CREATE TEMP MACRO wilson_high(hits, trials) AS
  CASE WHEN trials > 0 THEN least(1.0,
    (hits + 1.9207294103470627 + 1.959963984540054 * sqrt(greatest(0.0, hits * (trials - hits) / trials) + 0.9603647051735313))
    / (trials + 3.8414588206941254)) END
