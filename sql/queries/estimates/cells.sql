-- title: The cells to estimate, in the order of their numbers.
SELECT cohort, report, dimension, counting, segment
FROM concepts.compared_cell
ORDER BY cell
