-- title: The agents under study, with their trials.
-- grain: agent
-- definition: Every agent of the vocabulary that occurs in the experimental arms of a tracked trial. Each trial counts
--   once for each of its agents. Agents without a tracked trial have no row.
-- column agent: name in the vocabulary
-- column modalities: labels of the agent on axis modality
-- column targets: molecules that it addresses; empty where the vocabulary states none
-- column company: originator or present owner by the vocabulary; null if not stated
-- column sponsor_seen: derived, not stated: the parent company or sponsor of the class INDUSTRY that leads these trials,
--   where there is exactly one; null if there are several or none. It need not own the agent
-- column aliases: other spellings and code names
-- column trial_count: tracked trials with the agent in an experimental arm
-- column active_trial_count: of all, not yet recruiting, recruiting, enrolling, or active
-- column completed_trial_count: of all, completed
-- column stopped_trial_count: of all, terminated or withdrawn
-- column early_trial_count: of all, in early phase 1, phase 1 or phase 1/2
-- column middle_trial_count: of all, in phase 2
-- column late_trial_count: of all, in phase 2/3 or phase 3
-- column required_trial_count: of all, in patients who must have failed a checkpoint inhibitor
-- column first_start_date: first day that the earliest start date can mean; withdrawn trials and later dates left out
-- column sponsors: parent companies or sponsors of the trials, most trials first
-- column countries: countries with a site, by name
-- column nct_ids: the trials
-- column source: source of the vocabulary's entry
WITH trial AS (
  SELECT
    agent,
    nct_id,
    coalesce(is_active, false) AS is_active,
    status_group,
    phase_bucket,
    ici_setting = 'required' AS is_required,
    CASE WHEN has_started THEN start_date END AS started,
    sponsor_parent,
    sponsor_class,
    countries
  FROM concepts.agent_trial
  JOIN marts.trial USING (nct_id)
  LEFT JOIN concepts.start_year USING (nct_id)
),
sponsor AS (
  SELECT agent, list(sponsor_parent ORDER BY trials DESC, sponsor_parent) AS sponsors
  FROM (
    SELECT agent, sponsor_parent, count(*) AS trials
    FROM trial
    WHERE sponsor_parent IS NOT NULL
    GROUP BY agent, sponsor_parent
  )
  GROUP BY agent
),
seen AS (
  SELECT agent, any_value(sponsor_parent) AS sponsor_seen
  FROM trial
  WHERE sponsor_class = 'INDUSTRY' AND sponsor_parent IS NOT NULL
  GROUP BY agent
  HAVING count(DISTINCT sponsor_parent) = 1
),
country AS (
  SELECT agent, list(DISTINCT country ORDER BY country) AS countries
  FROM (SELECT agent, unnest(countries) AS country FROM trial)
  GROUP BY agent
),
target AS (
  SELECT term AS agent, list(target ORDER BY target) AS targets
  FROM raw.term_target
  GROUP BY term
),
modality AS (
  SELECT agent, list(label ORDER BY label) AS modalities
  FROM raw.agent
  GROUP BY agent
),
counted AS (
  SELECT
    agent,
    count(*) AS trial_count,
    count(*) FILTER (WHERE is_active) AS active_trial_count,
    count(*) FILTER (WHERE status_group = 'completed') AS completed_trial_count,
    count(*) FILTER (WHERE status_group = 'stopped') AS stopped_trial_count,
    count(*) FILTER (WHERE phase_bucket IN ('early_phase_1', 'phase_1', 'phase_1_2')) AS early_trial_count,
    count(*) FILTER (WHERE phase_bucket = 'phase_2') AS middle_trial_count,
    count(*) FILTER (WHERE phase_bucket IN ('phase_2_3', 'phase_3')) AS late_trial_count,
    count(*) FILTER (WHERE is_required) AS required_trial_count,
    min(started) AS first_start_date,
    list(nct_id ORDER BY nct_id) AS nct_ids
  FROM trial
  GROUP BY agent
)
SELECT
  agent,
  coalesce(modalities, []) AS modalities,
  coalesce(targets, []) AS targets,
  company,
  sponsor_seen,
  aliases,
  trial_count,
  active_trial_count,
  completed_trial_count,
  stopped_trial_count,
  early_trial_count,
  middle_trial_count,
  late_trial_count,
  required_trial_count,
  first_start_date,
  coalesce(sponsors, []) AS sponsors,
  coalesce(countries, []) AS countries,
  nct_ids,
  source
FROM counted
JOIN raw.agent_fact USING (agent)
LEFT JOIN modality USING (agent)
LEFT JOIN target USING (agent)
LEFT JOIN sponsor USING (agent)
LEFT JOIN seen USING (agent)
LEFT JOIN country USING (agent)
