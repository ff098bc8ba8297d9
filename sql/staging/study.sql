-- title: The tracked trials, one row each, as the registry describes them.
-- grain: nct_id
-- definition: The current version of the record with markdown escapes undone. The columns of a section are extracted in one
--   pass over its JSON, because decoding it once per column costs forty times as much. Missing fields are null.
-- column nct_id: registry id of the trial
-- column brief_title: short title
-- column official_title: official title
-- column acronym: acronym
-- column overall_status: status as the registry codes it
-- column why_stopped: reason given for stopping
-- column study_type: INTERVENTIONAL, OBSERVATIONAL or EXPANDED_ACCESS
-- column phases: phases as the registry lists them, joined by /; null if it lists none
-- column start_date: first day that the date of start can mean
-- column start_precision: day, month or year: precision of start_date
-- column start_kind: ACTUAL or ESTIMATED, if the registry says so of start_date
-- column primary_completion_date: first day that the date of primary completion can mean
-- column primary_completion_precision: day, month or year: precision of primary_completion_date
-- column primary_completion_kind: ACTUAL or ESTIMATED, if the registry says so of primary_completion_date
-- column completion_date: first day that the date of completion can mean
-- column completion_precision: day, month or year: precision of completion_date
-- column completion_kind: ACTUAL or ESTIMATED, if the registry says so of completion_date
-- column first_posted: day on which the record was first posted
-- column last_update_posted: day on which the registry says it was last updated
-- column results_first_posted: day on which results were first posted
-- column has_results: true if the record has results
-- column enrolment_count: patients as the registry gives them, placeholders included
-- column enrolment_kind: ACTUAL or ESTIMATED, if the registry says so
-- column allocation: RANDOMIZED, NON_RANDOMIZED or NA
-- column intervention_model: SINGLE_GROUP, PARALLEL, ...
-- column primary_purpose: TREATMENT, PREVENTION, ...
-- column observational_model: COHORT, CASE_CONTROL, ...
-- column masking: NONE, DOUBLE, ...
-- column sex: ALL, FEMALE or MALE
-- column minimum_age: lower age limit with its unit; null if there is none
-- column maximum_age: upper age limit with its unit; null if there is none
-- column accepts_healthy_volunteers: true or false as stated, else null
-- column brief_summary: summary in the sponsor's words
-- column eligibility: inclusion and exclusion criteria
-- column edition: data edition of the registry that served this version
-- column seen_from: when this version was first seen, UTC
WITH parts AS MATERIALIZED (
  SELECT
    nct_id,
    tracked.edition,
    seen_from,
    json_extract_string(identification, [
      '$.briefTitle',
      '$.officialTitle',
      '$.acronym'
    ]) AS named,
    json_extract_string(status, [
      '$.overallStatus',
      '$.whyStopped',
      '$.startDateStruct.date',
      '$.startDateStruct.type',
      '$.primaryCompletionDateStruct.date',
      '$.primaryCompletionDateStruct.type',
      '$.completionDateStruct.date',
      '$.completionDateStruct.type',
      '$.studyFirstPostDateStruct.date',
      '$.lastUpdatePostDateStruct.date',
      '$.resultsFirstPostDateStruct.date'
    ]) AS dated,
    json_extract_string(design, [
      '$.studyType',
      '$.phases',
      '$.enrollmentInfo.count',
      '$.enrollmentInfo.type',
      '$.designInfo.allocation',
      '$.designInfo.interventionModel',
      '$.designInfo.primaryPurpose',
      '$.designInfo.observationalModel',
      '$.designInfo.maskingInfo.masking'
    ]) AS designed,
    json_extract_string(eligibility, [
      '$.sex',
      '$.minimumAge',
      '$.maximumAge',
      '$.healthyVolunteers',
      '$.eligibilityCriteria'
    ]) AS wanted,
    json_extract_string(description, '$.briefSummary') AS summary,
    json_extract_string(has_results, '$') AS has_results
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
)
SELECT
  nct_id,
  plain(named[1]) AS brief_title,
  plain(named[2]) AS official_title,
  plain(named[3]) AS acronym,
  nullif(dated[1], '') AS overall_status,
  plain(dated[2]) AS why_stopped,
  nullif(designed[1], '') AS study_type,
  nullif(array_to_string(try_cast(designed[2] AS VARCHAR[]), '/'), '') AS phases,
  first_day(dated[3]) AS start_date,
  precision_of(dated[3]) AS start_precision,
  nullif(dated[4], '') AS start_kind,
  first_day(dated[5]) AS primary_completion_date,
  precision_of(dated[5]) AS primary_completion_precision,
  nullif(dated[6], '') AS primary_completion_kind,
  first_day(dated[7]) AS completion_date,
  precision_of(dated[7]) AS completion_precision,
  nullif(dated[8], '') AS completion_kind,
  first_day(dated[9]) AS first_posted,
  first_day(dated[10]) AS last_update_posted,
  first_day(dated[11]) AS results_first_posted,
  coalesce(try_cast(has_results AS BOOLEAN), false) AS has_results,
  CASE WHEN regexp_full_match(designed[3], '-?[0-9]{1,18}') THEN designed[3]::BIGINT END AS enrolment_count,
  nullif(designed[4], '') AS enrolment_kind,
  nullif(designed[5], '') AS allocation,
  nullif(designed[6], '') AS intervention_model,
  nullif(designed[7], '') AS primary_purpose,
  nullif(designed[8], '') AS observational_model,
  nullif(designed[9], '') AS masking,
  nullif(wanted[1], '') AS sex,
  nullif(wanted[2], '') AS minimum_age,
  nullif(wanted[3], '') AS maximum_age,
  try_cast(wanted[4] AS BOOLEAN) AS accepts_healthy_volunteers,
  plain(summary) AS brief_summary,
  plain(wanted[5]) AS eligibility,
  edition,
  seen_from
FROM parts
