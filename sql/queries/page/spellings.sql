-- title: The names of cancers, organs and diseases with the spellings that options accept, for the page's finder.
SELECT kind, name, spelling
FROM raw.spelling
WHERE kind IN ('cancer', 'disease', 'organ', 'organ_label', 'organ_disease')
ORDER BY kind, name, spelling
