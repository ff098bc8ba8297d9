-- title: The cells of every comparison, in all scopes together, numbered.
-- grain: report, dimension, segment, cohort, counting
-- definition: Trials of cells are many, and numbers are faster to compare than names.
-- column report: id of the report
-- column dimension: dimension of the segment
-- column segment: id of the segment, or "unclassified"
-- column cohort: id of the cohort
-- column counting: whole, fractional or per_site
-- column cell_number: number of the cell, from 1
-- column partition_number: number of the cohort's dimension in this counting, from 1
SELECT
  report, dimension, segment, cohort, counting,
  (row_number() OVER (ORDER BY report, dimension, cohort, counting, segment))::INTEGER AS cell_number,
  (dense_rank() OVER (ORDER BY report, dimension, cohort, counting))::INTEGER AS partition_number
FROM (SELECT DISTINCT report, dimension, segment, cohort, counting FROM concepts.segment_cell)
