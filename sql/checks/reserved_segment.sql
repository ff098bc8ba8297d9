-- title: No report may call a segment "unclassified".
-- definition: The word is reserved for trials in no segment.
SELECT report, dimension, segment
FROM raw.segment
WHERE segment = 'unclassified'
