-- title: The segments of each tracked trial, for the page's filters.
SELECT nct_id, report, dimension, segment
FROM concepts.segment_membership
ORDER BY nct_id, report, dimension, segment
