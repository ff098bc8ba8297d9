-- title: Probability of at most so many heads in so many throws of a fair coin.
-- definition: The binomial distribution with one half, added up; 0 for a negative number of heads.
CREATE TEMP MACRO half_tail(heads, throws) AS
  CASE WHEN heads < 0 THEN 0.0 WHEN heads >= throws THEN 1.0 ELSE least(1.0, list_sum(list_transform(
    range(0, heads::BIGINT + 1),
    lambda k: exp(lgamma(throws + 1) - lgamma(k + 1) - lgamma(throws - k + 1) - throws * ln(2))
  ))) END
