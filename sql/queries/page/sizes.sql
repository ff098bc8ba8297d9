-- title: What each market report states about the size of its market, by estimate and year, for the page.
SELECT size.report, estimate, year, usd_bn, basis, is_headline
FROM raw.market_size AS size
ORDER BY size.report, NOT is_headline, estimate, year
