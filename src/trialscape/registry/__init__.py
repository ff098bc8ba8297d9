"""The only access to ClinicalTrials.gov: rate-limited requests, raw study objects."""
