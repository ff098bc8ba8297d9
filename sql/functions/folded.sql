-- title: Text in which words of claims are searched.
-- definition: Lower-case letters and digits between single blanks, with a blank at both ends; null stays null. A single blank
--   between two words is left alone, because replacing each of them by itself would take twice as long.
CREATE TEMP MACRO folded(words) AS
  ' ' || trim(regexp_replace(lower(words), ' *[^a-z0-9 ][^a-z0-9]*|  +', ' ', 'g')) || ' '
