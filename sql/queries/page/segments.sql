-- title: The segments of all reports, and how many tracked trials each holds, for the page's filters.
SELECT report, dimension, segment, segment.title, position, count(nct_id) AS trial_count
FROM raw.segment AS segment
LEFT JOIN concepts.segment_membership USING (report, dimension, segment)
GROUP BY ALL
ORDER BY report, dimension, position
