-- title: How many patients a trial plans or has enrolled.
-- grain: nct_id
-- definition: The registry's number, or null where it means "not known": runs of five or more nines, numbers beyond
--   50 million, and negative ones are placeholders.
-- column nct_id: registry id of the trial
-- column planned_patient_count: patients, planned (ESTIMATED) or enrolled (ACTUAL)
-- column enrolment_kind: ACTUAL or ESTIMATED, if the registry says so
-- column is_placeholder: true if the registry's number is a placeholder
WITH judged AS (
  SELECT
    nct_id,
    enrolment_count,
    enrolment_kind,
    coalesce(
      enrolment_count < 0
        OR enrolment_count > 50000000
        OR regexp_full_match(enrolment_count::VARCHAR, '9{5,}'),
      false
    ) AS is_placeholder
  FROM staging.study
)
SELECT
  nct_id,
  CASE WHEN NOT is_placeholder THEN enrolment_count END AS planned_patient_count,
  enrolment_kind,
  is_placeholder
FROM judged
