-- title: The status of a trial as one group.
-- grain: nct_id
-- definition: active = not yet recruiting, recruiting, enrolling by invitation, or active and not recruiting. unknown =
--   not verified for two years, which is its own group and never counted as active. none = no status given; other = a
--   status that the registry has not used before.
-- column nct_id: registry id of the trial
-- column status_group: active, completed, stopped, suspended, unknown, expanded_access, withheld, none or other
-- column is_active: true for the group active
SELECT
  nct_id,
  CASE
    WHEN overall_status IS NULL THEN 'none'
    WHEN overall_status IN ('NOT_YET_RECRUITING', 'RECRUITING', 'ENROLLING_BY_INVITATION', 'ACTIVE_NOT_RECRUITING')
      THEN 'active'
    WHEN overall_status = 'COMPLETED' THEN 'completed'
    WHEN overall_status IN ('TERMINATED', 'WITHDRAWN') THEN 'stopped'
    WHEN overall_status = 'SUSPENDED' THEN 'suspended'
    WHEN overall_status = 'UNKNOWN' THEN 'unknown'
    WHEN overall_status IN
      ('AVAILABLE', 'NO_LONGER_AVAILABLE', 'TEMPORARILY_NOT_AVAILABLE', 'APPROVED_FOR_MARKETING') THEN 'expanded_access'
    WHEN overall_status = 'WITHHELD' THEN 'withheld'
    ELSE 'other'
  END AS status_group,
  status_group = 'active' AS is_active
FROM staging.study
