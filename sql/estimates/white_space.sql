-- title: Pairs of segments against permutations that keep the number of segments of each trial.
-- grain: report, cohort, scope, dimension_a, segment_a, dimension_b, segment_b
-- definition: Trials that are placed in both dimensions; 2,000 permutations with a fixed seed. Each keeps how many segments a
--   trial has in each dimension and how many trials each segment has. Where both dimensions are counted by site, a row
--   of the permuted table is what one trial has in one segment of the first dimension: it keeps how many segments of
--   the second its sites there lie in. Only market reports and their default cohorts. No row where no trial is placed in both.
CREATE TABLE estimates.white_space (
  report VARCHAR NOT NULL,              -- id of the report
  cohort VARCHAR NOT NULL,              -- id of the report's default cohort
  scope VARCHAR NOT NULL,               -- active, late or all
  dimension_a VARCHAR NOT NULL,         -- first dimension
  segment_a VARCHAR NOT NULL,           -- segment of the first dimension
  dimension_b VARCHAR NOT NULL,         -- second dimension
  segment_b VARCHAR NOT NULL,           -- segment of the second dimension
  tested_count BIGINT NOT NULL,         -- trials in both; where both are counted by site, trials with a single site in both
  expected_permuted DOUBLE NOT NULL,    -- mean of that count over the permutations
  p_value DOUBLE NOT NULL,              -- two-sided Monte Carlo p-value: twice the smaller tail, at most 1
  q_value DOUBLE                        -- Benjamini-Hochberg over the cells of the pair; null below five expected
)
