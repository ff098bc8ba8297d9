"""The one door to ClinicalTrials.gov: polite requests in, raw study objects out."""
