-- title: The phase of a trial as one bucket.
-- grain: nct_id
-- definition: Combined phases are separate buckets, so that no trial counts in two. none = the registry lists no phase
--   (observational studies, expanded access); other = a phase or combination that the registry has not used before.
-- column nct_id: registry id of the trial
-- column phase_bucket: early_phase_1, phase_1, phase_1_2, phase_2, phase_2_3, phase_3, phase_4, not_applicable, none or other
SELECT
  nct_id,
  CASE
    WHEN phases IS NULL THEN 'none'
    WHEN phases = 'EARLY_PHASE1' THEN 'early_phase_1'
    WHEN phases = 'PHASE1' THEN 'phase_1'
    WHEN phases = 'PHASE1/PHASE2' THEN 'phase_1_2'
    WHEN phases = 'PHASE2' THEN 'phase_2'
    WHEN phases = 'PHASE2/PHASE3' THEN 'phase_2_3'
    WHEN phases = 'PHASE3' THEN 'phase_3'
    WHEN phases = 'PHASE4' THEN 'phase_4'
    WHEN phases = 'NA' THEN 'not_applicable'
    ELSE 'other'
  END AS phase_bucket
FROM staging.study
