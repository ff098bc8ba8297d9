-- title: Tests of claims about the market shares of whole segments.
-- grain: report, claim, test
-- definition: Shares, ranks and orders of segments of one dimension, with no further condition. A market splits its
--   dollars, so these are compared with shares of active trials that add to 1 too, and not with counts of whole trials.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column dimension: dimension of the segments
SELECT report, claim, test, min(axis) AS dimension
FROM raw.claim_test
JOIN raw.claim_target USING (report, claim, test)
WHERE kind IN ('share', 'rank', 'order') AND measure = 'share' AND method IN ('order', 'bound')
GROUP BY report, claim, test
HAVING bool_and(facet = 'peer' AND means = 'segment') AND count(DISTINCT axis) = 1
