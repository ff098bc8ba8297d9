-- title: The searches with their hits and recall, for the page.
SELECT search, title, serves, hit_count, unique_hit_count, confirmed_share, missed_count, recall_share
FROM marts.search_recall
ORDER BY search
