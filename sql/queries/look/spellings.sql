-- title: The names of a kind with all spellings that options accept.
-- definition: One row for each spelling; a name that nothing else spells has one row.
SELECT name, spelling FROM raw.spelling WHERE kind = $kind ORDER BY name, spelling
