-- title: The earliest day that a partial date can mean.
-- definition: YYYY, YYYY-MM or YYYY-MM-DD, with or without a time of day; null for anything else.
CREATE TEMP MACRO first_day(words) AS
  CASE
    WHEN regexp_full_match(words, '[0-9]{4}') THEN try_cast(words || '-01-01' AS DATE)
    WHEN regexp_full_match(words, '[0-9]{4}-[0-9]{2}') THEN try_cast(words || '-01' AS DATE)
    WHEN regexp_full_match(words, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?') THEN try_cast(left(words, 10) AS DATE)
  END
