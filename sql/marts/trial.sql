-- title: The tracked trials with their most used facts.
-- grain: nct_id
-- definition: One wide row for each trial: the registry's facts, cleaned, and the classifier's labels.
-- column nct_id: registry id of the trial
-- column url: the trial on the registry's site
-- column brief_title: short title
-- column acronym: acronym
-- column sponsor: lead sponsor as the record names it
-- column sponsor_class: class of agency
-- column sponsor_parent: company at the top, else the sponsor
-- column study_type: INTERVENTIONAL, OBSERVATIONAL or EXPANDED_ACCESS
-- column overall_status: status as the registry codes it
-- column status_group: status as one group
-- column is_active: true if not yet recruiting, recruiting, enrolling, or active
-- column phase_bucket: phase as one bucket
-- column start_date: first day that the start date can mean
-- column start_precision: day, month or year
-- column start_year: year of the start date
-- column primary_completion_date: first day that the date of primary completion can mean
-- column completion_date: first day that the date of completion can mean
-- column first_posted: day on which the record was first posted
-- column last_update_posted: day on which the registry says it was last updated
-- column has_results: true if the record has results
-- column planned_patient_count: patients planned or enrolled; null for a placeholder
-- column site_count: listed sites
-- column country_count: distinct known countries
-- column countries: known countries in alphabetical order
-- column conditions: conditions in the record's order
-- column interventions: interventions in the record's order
-- column modalities: labels on axis modality in alphabetical order
-- column therapies: labels on axis therapy in alphabetical order
-- column cancers: labels on axis cancer in alphabetical order
-- column strategies: labels on axis strategy in alphabetical order
-- column act_with: labels on axis act_with in alphabetical order
-- column ici_setting: setting with regard to checkpoint failure, the label on axis ici_setting; null if there is none
-- column resistance: kind of resistance, the label on axis resistance; null if there is none
-- column act: source of adoptive cells, the label on axis act; null if there is none
-- column line: line of therapy, the label on axis line; null if there is none
-- column cohorts: cohorts in alphabetical order
-- column searches: searches that hold the trial, in alphabetical order
WITH sites AS (
  SELECT
    nct_id,
    count(*) AS site_count,
    count(DISTINCT iso2) AS country_count,
    list(DISTINCT country ORDER BY country) FILTER (WHERE country IS NOT NULL) AS countries
  FROM staging.site
  GROUP BY nct_id
),
conditions AS (
  SELECT nct_id, list(condition ORDER BY position) AS conditions
  FROM staging.condition
  GROUP BY nct_id
),
interventions AS (
  SELECT nct_id, list(intervention ORDER BY position) AS interventions
  FROM staging.intervention
  WHERE intervention IS NOT NULL
  GROUP BY nct_id
),
cohorts AS (
  SELECT nct_id, list(cohort ORDER BY cohort) AS cohorts
  FROM concepts.cohort
  GROUP BY nct_id
),
searches AS (
  SELECT nct_id, list(search ORDER BY search) AS searches
  FROM staging.search_hit
  WHERE is_open
  GROUP BY nct_id
)
SELECT
  study.nct_id,
  'https://clinicaltrials.gov/study/' || study.nct_id AS url,
  brief_title,
  acronym,
  sponsor, sponsor_class, sponsor_parent,
  study_type,
  overall_status,
  status_group,
  is_active,
  phase_bucket,
  start_date, start_precision, start_year,
  primary_completion_date,
  completion_date,
  study.first_posted,
  study.last_update_posted,
  has_results,
  planned_patient_count,
  coalesce(site_count, 0) AS site_count,
  coalesce(country_count, 0) AS country_count,
  coalesce(countries, []) AS countries,
  coalesce(conditions, []) AS conditions,
  coalesce(interventions, []) AS interventions,
  coalesce(modalities, []) AS modalities,
  coalesce(therapies, []) AS therapies,
  coalesce(cancers, []) AS cancers,
  coalesce(strategies, []) AS strategies,
  coalesce(act_with, []) AS act_with,
  ici_setting, resistance, act, line,
  coalesce(cohorts, []) AS cohorts,
  coalesce(searches, []) AS searches
FROM staging.study
LEFT JOIN concepts.status_group USING (nct_id)
LEFT JOIN concepts.phase_bucket USING (nct_id)
LEFT JOIN concepts.start_year USING (nct_id)
LEFT JOIN concepts.enrolment USING (nct_id)
LEFT JOIN concepts.sponsor_parent USING (nct_id)
LEFT JOIN concepts.label_list USING (nct_id)
LEFT JOIN sites USING (nct_id)
LEFT JOIN conditions USING (nct_id)
LEFT JOIN interventions USING (nct_id)
LEFT JOIN cohorts USING (nct_id)
LEFT JOIN searches USING (nct_id)
