-- title: The sponsor of a trial and its parent company.
-- grain: nct_id
-- definition: The company at the top of the lead sponsor where the sponsor is a known company, else the sponsor as named.
--   Trials whose record names no lead sponsor are left out.
-- column nct_id: registry id of the trial
-- column sponsor: lead sponsor as the record names it
-- column sponsor_class: class of agency: INDUSTRY, NIH, OTHER, ...
-- column company: company that the sponsor is; null if it is not a known company
-- column sponsor_parent: company at the top, else the sponsor
SELECT
  lead.nct_id,
  lead.sponsor,
  lead.sponsor_class,
  sponsor_company.company,
  coalesce(sponsor_company.parent, sponsor_company.company, lead.sponsor) AS sponsor_parent
FROM staging.sponsor AS lead
LEFT JOIN raw.sponsor_company
  ON sponsor_company.nct_id = lead.nct_id AND sponsor_company.role = lead.role AND sponsor_company.name = lead.sponsor
WHERE lead.role = 'lead' AND lead.sponsor IS NOT NULL
