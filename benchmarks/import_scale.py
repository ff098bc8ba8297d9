"""Import of a synthetic registry from JSON Lines, the first build on it, and a day of changes: time, memory and disk.

    python -m benchmarks.import_scale [--records 100000] [--tracked 0.16] [--changed 0.002] [--source FILE]
        [--results FILE]

A part of the records are of the shapes that the searches find; the others are records that no search finds. Writing the
file is not timed; ``--source`` keeps it, and a second run reads it again. ``--all`` archives the others too.
The day imports a file that holds new versions of a part of the records, tracked or not, and builds.
"""

import argparse
import json
import random
import resource
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from benchmarks import synthetic_registry
from benchmarks.build_scale import bytes_in, machine, timed
from trialscape.config.load import load_config
from trialscape.data_folder import archive_folder
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.steps.fetch.import_files import ImportOptions, import_files
from trialscape.study.decode.parse import record_id

RESULTS = synthetic_registry.ROOT / "benchmarks" / "results" / "import_scale.json"


def main() -> None:
    """Import, build, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--tracked", type=float, default=0.16)
    parser.add_argument("--changed", type=float, default=0.002)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--source", type=Path, help="the file of records, written when it does not exist")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = asked.source or Path(folder) / "registry.jsonl"
        if not source.exists():
            _write(source, asked.records, asked.tracked)
        data, options = Path(folder) / "data", ImportOptions(keeps_all=asked.all)
        result = {"machine": machine(), **measured(data, source, options)}
        result["day"] = day_measured(data, _changed(source, Path(folder), asked.changed, result["records"]), options)
    asked.results.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def _write(source: Path, count: int, share: float) -> None:
    with source.open("wb") as handle:
        for record in _mixed(count, share):
            handle.write(orjson.dumps(record) + b"\n")


def _changed(source: Path, folder: Path, part: float, count: int) -> Path:
    """Write the next versions of the first records of ``source``, which stand in random order."""
    path = folder / "changes.jsonl"
    with source.open("rb") as lines, path.open("wb") as handle:
        some = map(orjson.loads, islice(lines, round(part * count)))
        for record in synthetic_registry.edited(some, "2026-11-02"):
            handle.write(orjson.dumps(record) + b"\n")
    return path


def day_measured(data: Path, changes: Path, options: ImportOptions) -> dict[str, Any]:
    """Return the time of an import of ``changes`` and of the build after it, which publishes."""
    config = load_config(config_folder(None))
    spent, done = timed(lambda: import_files(config, data, [str(changes)], options, lambda _count: None))
    build, built = timed(lambda: build_warehouse(config, data))
    return {
        "records": done.progress.read,
        "found": done.progress.matched,
        "import": spent,
        "build": build,
        "classified": built.classified,
    }


def measured(data: Path, source: Path, options: ImportOptions) -> dict[str, Any]:
    """Return time, memory and disk of an import of ``source`` and of the first build."""
    config = load_config(config_folder(None))
    spent, done = timed(lambda: import_files(config, data, [str(source)], options, lambda _count: None))
    after_import = _peak()
    build, built = timed(lambda: build_warehouse(config, data))
    return {
        "records": done.progress.read,
        "found": done.progress.matched,
        "source_mb": source.stat().st_size >> 20,
        "import": spent,
        "import_ms_a_record": round(1000 * spent["cpu_s"] / done.progress.read, 3),
        "peak_after_import_mb": after_import,
        "build": build,
        "classified": built.classified,
        "tracked": built.trials,
        "peak_mb": _peak(),
        "peak_of_a_classifying_process_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10,
        "archive_mb": bytes_in(archive_folder(data)) >> 20,
        "file_mb": built.path.stat().st_size >> 20,
    }


def _mixed(count: int, share: float) -> Iterator[synthetic_registry.Study]:
    """Yield records, ``share`` of which are of a shape that some search finds, in random order; seeded."""
    config = load_config(config_folder(None))
    found = synthetic_registry.shapes(synthetic_registry.default_files(), config)
    known = set(map(record_id, found))
    others = [
        study for study in synthetic_registry.whole(synthetic_registry.default_files()) if record_id(study) not in known
    ]
    chance = random.Random(synthetic_registry.SEED)
    chosen = [chance.random() < share for _ in range(count)]
    tracked = synthetic_registry.grown(found, sum(chosen))
    rest = synthetic_registry.grown(others, count - sum(chosen), first=sum(chosen) + 1)
    for is_tracked in chosen:
        yield from islice(tracked if is_tracked else rest, 1)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main()
