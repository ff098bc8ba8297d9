-- title: What an answer for an assistant comes from: the snapshot, its rules and the capsule that names them all.
SELECT snapshot_id, as_of, edition, rule_version, code_version, capsule_hash, is_demo FROM meta.snapshot
