-- title: Trials of one target by modality and phase.
-- definition: The target may be a pair, such as BCMA x CD3.
SELECT * FROM marts.target_pipeline WHERE target = $target AND ($modality IS NULL OR modality = $modality)
ORDER BY modality, phase_bucket
