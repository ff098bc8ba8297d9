-- title: Agreement of curators and rules.
-- definition: On one axis, or on all.
SELECT * FROM marts.curator_agreement WHERE $axis IS NULL OR axis = $axis ORDER BY axis
