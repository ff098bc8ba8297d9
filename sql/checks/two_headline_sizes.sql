-- title: A report must have one headline size per year.
-- definition: At most one headline estimate for each report and year.
SELECT report, year, count(*) AS estimate_count
FROM raw.market_size
WHERE is_headline
GROUP BY report, year
HAVING count(*) > 1
