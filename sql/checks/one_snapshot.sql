-- title: The snapshot must have an id, a day and a hash.
-- definition: meta.snapshot has exactly one row, with its id, its day and its hash.
SELECT count(*) AS row_count
FROM meta.snapshot
HAVING count(*) <> 1 OR count(snapshot_id) <> 1 OR count(as_of) <> 1 OR count(capsule_hash) <> 1
