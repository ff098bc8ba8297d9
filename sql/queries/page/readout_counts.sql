-- title: How many primary completions lie ahead, are overdue, or await results, for the page.
SELECT readout, count(*) AS trial_count
FROM marts.readout
GROUP BY readout
ORDER BY readout
