-- title: The long texts of each trial in which quotations are shown, for the page's cards.
SELECT nct_id, brief_title, official_title, brief_summary, eligibility
FROM staging.study
JOIN staging.tracked USING (nct_id)
