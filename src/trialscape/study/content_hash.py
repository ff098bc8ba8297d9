"""The content hash of a record: equal for equal content, independent of the date of the data set that served it."""

import hashlib
from typing import Any

import orjson


def content_hash(record: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of the record's canonical JSON, leaving out ``versionHolder``.

    The registry stamps every record with the date of the data set it was served from; with it, every record would seem
    to change on every weekday.
    """
    derived = record.get("derivedSection")
    module = derived.get("miscInfoModule") if isinstance(derived, dict) else None
    # A module of an unexpected type has no stamp.
    if isinstance(derived, dict) and isinstance(module, dict):
        misc = {key: item for key, item in module.items() if key != "versionHolder"}
        trimmed = {key: item for key, item in derived.items() if key != "miscInfoModule"} | (
            {"miscInfoModule": misc} if misc else {}
        )
        record = {**record, "derivedSection": trimmed}
    return hashlib.sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()
