-- title: Text without the registry's escapes.
-- definition: The registry escapes punctuation with a backslash; what follows one is literal. Empty text is null. Most texts
--   have neither a backslash nor a carriage return, and looking for these takes less time than replacing nothing.
CREATE TEMP MACRO plain(words) AS
  nullif(CASE WHEN contains(words, '\') OR contains(words, chr(13)) THEN
    regexp_replace(replace(replace(words, chr(13) || chr(10), chr(10)), chr(13), chr(10)),
      '\\([!-/:-@\[-`{-~])', '\1', 'g')
  ELSE words END, '')
