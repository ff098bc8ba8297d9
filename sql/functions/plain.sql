-- title: Text without the registry's escapes.
-- definition: The registry escapes punctuation with a backslash; what follows one is literal. Empty text is null.
CREATE TEMP MACRO plain(words) AS
  nullif(regexp_replace(replace(replace(words, chr(13) || chr(10), chr(10)), chr(13), chr(10)),
    '\\([!-/:-@\[-`{-~])', '\1', 'g'), '')
