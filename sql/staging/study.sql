-- title: The tracked trials, one row each, as the registry describes them.
-- grain: nct_id
-- definition: The current version of the record with markdown escapes undone. All columns are extracted in one pass over the
--   JSON, because decoding it once per column costs forty times as much. Missing fields are null.
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
    json_extract_string(record, [
      '$.protocolSection.identificationModule.briefTitle',
      '$.protocolSection.identificationModule.officialTitle',
      '$.protocolSection.identificationModule.acronym',
      '$.protocolSection.statusModule.overallStatus',
      '$.protocolSection.statusModule.whyStopped',
      '$.protocolSection.designModule.studyType',
      '$.protocolSection.designModule.phases',
      '$.protocolSection.statusModule.startDateStruct.date',
      '$.protocolSection.statusModule.startDateStruct.type',
      '$.protocolSection.statusModule.primaryCompletionDateStruct.date',
      '$.protocolSection.statusModule.primaryCompletionDateStruct.type',
      '$.protocolSection.statusModule.completionDateStruct.date',
      '$.protocolSection.statusModule.completionDateStruct.type',
      '$.protocolSection.statusModule.studyFirstPostDateStruct.date',
      '$.protocolSection.statusModule.lastUpdatePostDateStruct.date',
      '$.protocolSection.statusModule.resultsFirstPostDateStruct.date',
      '$.hasResults',
      '$.protocolSection.designModule.enrollmentInfo.count',
      '$.protocolSection.designModule.enrollmentInfo.type',
      '$.protocolSection.designModule.designInfo.allocation',
      '$.protocolSection.designModule.designInfo.interventionModel',
      '$.protocolSection.designModule.designInfo.primaryPurpose',
      '$.protocolSection.designModule.designInfo.observationalModel',
      '$.protocolSection.designModule.designInfo.maskingInfo.masking',
      '$.protocolSection.eligibilityModule.sex',
      '$.protocolSection.eligibilityModule.minimumAge',
      '$.protocolSection.eligibilityModule.maximumAge',
      '$.protocolSection.eligibilityModule.healthyVolunteers',
      '$.protocolSection.descriptionModule.briefSummary',
      '$.protocolSection.eligibilityModule.eligibilityCriteria'
    ]) AS part
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
)
SELECT
  nct_id,
  plain(part[1]) AS brief_title,
  plain(part[2]) AS official_title,
  plain(part[3]) AS acronym,
  nullif(part[4], '') AS overall_status,
  plain(part[5]) AS why_stopped,
  nullif(part[6], '') AS study_type,
  nullif(array_to_string(try_cast(part[7] AS VARCHAR[]), '/'), '') AS phases,
  first_day(part[8]) AS start_date,
  precision_of(part[8]) AS start_precision,
  nullif(part[9], '') AS start_kind,
  first_day(part[10]) AS primary_completion_date,
  precision_of(part[10]) AS primary_completion_precision,
  nullif(part[11], '') AS primary_completion_kind,
  first_day(part[12]) AS completion_date,
  precision_of(part[12]) AS completion_precision,
  nullif(part[13], '') AS completion_kind,
  first_day(part[14]) AS first_posted,
  first_day(part[15]) AS last_update_posted,
  first_day(part[16]) AS results_first_posted,
  coalesce(try_cast(part[17] AS BOOLEAN), false) AS has_results,
  CASE WHEN regexp_full_match(part[18], '-?[0-9]{1,18}') THEN part[18]::BIGINT END AS enrolment_count,
  nullif(part[19], '') AS enrolment_kind,
  nullif(part[20], '') AS allocation,
  nullif(part[21], '') AS intervention_model,
  nullif(part[22], '') AS primary_purpose,
  nullif(part[23], '') AS observational_model,
  nullif(part[24], '') AS masking,
  nullif(part[25], '') AS sex,
  nullif(part[26], '') AS minimum_age,
  nullif(part[27], '') AS maximum_age,
  try_cast(part[28] AS BOOLEAN) AS accepts_healthy_volunteers,
  plain(part[29]) AS brief_summary,
  plain(part[30]) AS eligibility,
  edition,
  seen_from
FROM parts
