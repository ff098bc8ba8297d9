-- title: Each trial's segments, with its weight under each counting, by numbers.
-- grain: cell_number, trial
-- published: as a view
-- definition: The rows of concepts.counted_membership with numbers in place of names, which sums over segments read.
-- column cell_number: number of the cell (concepts.numbered_cell)
-- column trial: number of the trial (concepts.trial_fact)
-- column weight: weight of the trial in the segment
-- column units: what the trial adds to the segment
-- column patient_weight: part of the trial's patients in the segment
-- column site_count: sites of the trial in the segment
SELECT cell_number, trial, weight, units, patient_weight, site_count
FROM concepts.counted_membership
JOIN concepts.numbered_cell USING (report, dimension, segment, cohort, counting)
JOIN concepts.trial_fact USING (nct_id)
