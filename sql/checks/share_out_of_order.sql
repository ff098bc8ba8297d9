-- title: A share must lie between its bounds, and these between 0 and 1.
-- definition: 0 <= low <= point <= high <= 1, with a tolerance for rounding in the tenth digit.
SELECT report, dimension, segment, low, point, high
FROM raw.share_interval
WHERE low < -1e-10 OR low > point + 1e-10 OR point > high + 1e-10 OR high > 1 + 1e-10
  OR basis NOT IN ('reported', 'bounded', 'rank_implied', 'none')
