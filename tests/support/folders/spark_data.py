"""Archives to classify on a cluster, and the names of their readings, which state the hash of their bytes."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.support.folders.archive_kit import day, shared_lines, write_run
from trialscape.archive import Archive, RunKind
from trialscape.config.load import Config
from trialscape.data_folder import archive_folder, readings_folder
from trialscape.readings import parts
from trialscape.steps.rows.reading_line import readings_version

_CASES = Path(__file__).resolve().parents[2] / "gold" / "cases"


def records_of_cases(copies: int = 10) -> Iterator[dict[str, Any]]:
    """Yield the complete stand-in records, each with copies under other ids, which fill several parts."""
    for number, path in enumerate(sorted(_CASES.glob("*.json"))):
        record = json.loads(path.read_text(encoding="utf-8"))["record"]
        for copy in range(copies):
            found = deepcopy(record)
            found["protocolSection"]["identificationModule"]["nctId"] = f"NCT9{copy:03d}{number:04d}"
            yield found


def real_days() -> Iterator[list[dict[str, Any]]]:
    """Yield all real records, and then their later versions day by day; skips the test where they are absent."""
    studies = [line["study"] for name in ("ctgov-real.jsonl.gz", "ctgov-more.jsonl.gz") for line in shared_lines(name)]
    yield list({nct_id: study for study in studies if (nct_id := _id(study))}.values())
    later: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for line in shared_lines("ctgov-versions.jsonl.gz"):
        later[line["seq"]][line["nct"]] = line["study"]
    yield from (list(later[number].values()) for number in sorted(later))


def _id(study: dict[str, Any]) -> str:
    return str(study.get("protocolSection", {}).get("identificationModule", {}).get("nctId", ""))


def written(data: Path, days: Iterable[Iterable[dict[str, Any]]]) -> Path:
    """Write an archive with one run a day; return ``data``."""
    for number, records in enumerate(days):
        kind = RunKind.DELTA if number else RunKind.FULL
        write_run(Archive(archive_folder(data)), day(number), {"tigit": records}, kind)
    return data


def reading_files(data: Path, config: Config) -> list[str]:
    """Return the names of the parts of readings; all must be sound."""
    found = parts.listed(readings_folder(data) / readings_version(config))
    assert all(map(parts.is_intact, found))
    return [part.name for part in found]
