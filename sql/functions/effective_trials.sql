-- title: How many equal trials would give a share the same uncertainty.
-- definition: A share is the sum of parts over the sum of totals, trial by trial; what one trial counts stays together, so
--   that its variance is the mean square of part minus share times total (the linearised bootstrap over trials). One
--   trial is added that lies wholly in the segment or outside, with the mean square size of all: a few trials that happen to divide
--   alike would otherwise leave no uncertainty at all. Equal trials stay worth themselves. For a share of 0 or 1 it is the
--   number that unequal totals leave (Kish). Null without trials.
CREATE TEMP MACRO effective_trials(trials, parts, totals, parts_squared, parts_by_totals, totals_squared) AS
  CASE
    WHEN totals <= 0 THEN NULL
    WHEN parts > 1e-9 AND parts < totals - 1e-9
      THEN pow(trials + 1, 2) * parts * (totals - parts)
        / (pow(trials, 2) * greatest(
          0.0, parts_squared - 2 * parts / totals * parts_by_totals + pow(parts / totals, 2) * totals_squared)
          + parts * (totals - parts) * trials * totals_squared / pow(totals, 2))
        - 1
    ELSE totals * totals / totals_squared
  END
