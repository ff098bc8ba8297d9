-- title: The verdict that a probability gives.
-- definition: For the probability that pipeline share over market share lies above 1; indistinct where there is none.
CREATE TEMP MACRO judged_by(probability) AS
  CASE
    WHEN probability >= 0.95 THEN 'over_researched'
    WHEN probability <= 0.05 THEN 'under_researched'
    ELSE 'indistinct'
  END
