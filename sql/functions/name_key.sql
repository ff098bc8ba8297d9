-- title: A name as it is compared.
-- definition: Lower-case letters without accents, and digits; blanks, punctuation and letter case never matter.
CREATE TEMP MACRO name_key(words) AS
  regexp_replace(lower(strip_accents(replace(words, 'ı', 'i'))), '[^\p{L}\p{N}]+', '', 'g')
