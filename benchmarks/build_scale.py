"""Time and peak memory of archiving and building a tracked set of a given size.

Run: ``python -m benchmarks.build_scale --trials 20000 [--records FILE.jsonl.gz] [--data DIR]``

Trials are grown from the shapes of real or bundled records: each copy gets its own id, start date and enrolment
(seeded). Without ``--records`` the bundled demonstration's records are used. The peak is that of the whole process.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from trialscape.archive import Archive, RunInfo, RunKind
from trialscape.config.load import load_config
from trialscape.data_folder import archive_folder
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.study.stream import read_records

SEED = 2026
ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 1, 6, tzinfo=UTC)


def whole(file: str) -> Iterator[dict[str, object]]:
    """Yield the records of a file that have arms, criteria and a status."""
    needed = {
        "armsInterventionsModule",
        "eligibilityModule",
        "statusModule",
        "conditionsModule",
        "contactsLocationsModule",
    }
    for item in read_records(file):
        if isinstance(item.value, dict) and needed <= set(item.value.get("protocolSection", {})):
            yield item.value


def grown(shapes: list[dict[str, object]], count: int) -> Iterator[dict[str, object]]:
    """Yield ``count`` records made from ``shapes``."""
    chance = random.Random(SEED)
    for number in range(1, count + 1):
        record = deepcopy(chance.choice(shapes))
        sections: dict[str, dict[str, object]] = record["protocolSection"]  # type: ignore[assignment]
        sections["identificationModule"]["nctId"] = f"NCT{number:08d}"
        status = sections.setdefault("statusModule", {})
        status["startDateStruct"] = {"date": f"{chance.randint(2012, 2026)}-{chance.randint(1, 12):02d}"}
        sections.setdefault("designModule", {})["enrollmentInfo"] = {"count": chance.randint(10, 900)}
        yield record


def main() -> None:
    """Grow, archive, build, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--records", nargs="*", default=sorted(map(str, (ROOT / "cassettes" / "demo").rglob("*.json"))))
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    config = load_config(config_folder(None))
    shapes = [shape for file in asked.records for shape in whole(file)]
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or Path(folder)
        begun = time.process_time()
        with Archive(archive_folder(data)).begin(RunInfo(RunKind.FULL, "2026-11-01T09:00:05", started=AT)) as writer:
            search = config.searches[0].id
            for record in grown(shapes, asked.trials):
                writer.add(record, search)
            writer.finish_search(search, None)
            writer.commit()
        archived = time.process_time() - begun
        begun = time.process_time()
        built = build_warehouse(config, data)
        result = {
            "trials": built.trials,
            "archive_cpu_s": round(archived, 1),
            "build_cpu_s": round(time.process_time() - begun, 1),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "file_bytes_per_trial": built.path.stat().st_size // max(built.trials, 1),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
