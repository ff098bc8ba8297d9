-- title: Student's quantile of 0.975, for two-sided bounds at 95 %.
-- definition: By the expansion in powers of 1 / freedom (Abramowitz and Stegun, 26.7.5), which lies within 1 % of the true value from two
--   degrees of freedom on; fewer than one count as one.
CREATE TEMP MACRO student_quantile(freedom) AS
  normal_quantile()
  + (pow(normal_quantile(), 3) + normal_quantile()) / (4 * greatest(freedom, 1.0))
  + (5 * pow(normal_quantile(), 5) + 16 * pow(normal_quantile(), 3) + 3 * normal_quantile())
    / (96 * pow(greatest(freedom, 1.0), 2))
  + (3 * pow(normal_quantile(), 7) + 19 * pow(normal_quantile(), 5) + 17 * pow(normal_quantile(), 3)
    - 15 * normal_quantile()) / (384 * pow(greatest(freedom, 1.0), 3))
  + (79 * pow(normal_quantile(), 9) + 776 * pow(normal_quantile(), 7) + 1482 * pow(normal_quantile(), 5)
    - 1920 * pow(normal_quantile(), 3) - 945 * normal_quantile()) / (92160 * pow(greatest(freedom, 1.0), 4))
