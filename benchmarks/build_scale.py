"""Time, memory and disk of a first build and of a day of changes, for tracked sets of several sizes.

    python -m benchmarks.build_scale [--trials 3000 10000] [--records FILE ...] [--changed 20] [--results FILE]

Each size runs in a separate process, to measure its own peak of memory. A full build classifies every record;
the day changes some records and reads the others from stored readings. Results hold the machine and its load, because
other work on the machine lengthens elapsed time; processor time includes the processes that classify.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import log
from pathlib import Path
from typing import Any

import orjson

import trialscape.entry  # noqa: F401 - the interpreter then searches for garbage as seldom as in the command
from benchmarks import synthetic_registry
from trialscape.archive import Archive, RunInfo, RunKind
from trialscape.config.load import Config, load_config
from trialscape.data_folder import archive_folder, readings_folder
from trialscape.paths import config_folder
from trialscape.program_version import code_version
from trialscape.steps.build.build_warehouse import build_warehouse

AT = datetime(2026, 11, 1, 6, tzinfo=UTC)
RESULTS = synthetic_registry.ROOT / "benchmarks" / "results" / "build_scale.json"


def main() -> None:
    """Measure every size in a separate process and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, nargs="+", default=[3_000, 10_000])
    parser.add_argument("--records", nargs="*", default=synthetic_registry.default_files())
    parser.add_argument("--changed", type=int, default=20)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--one", action="store_true", help="measure one size in this process and print it")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.trials[0], asked.changed, asked.records)))
        return
    sizes = [_in_own_process(count, asked) for count in asked.trials]
    result = {"machine": machine(), "sizes": sizes, "slope": slope(sizes)}
    asked.results.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the program."""
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
        "code_version": code_version(),
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def slope(sizes: list[dict[str, Any]]) -> dict[str, float]:
    """Return the slope of log processor time over log trials between the smallest and the largest size; 1 is linear.

    The archive works on text, and the records of one size are on average longer than those of another, so that its
    slope is over their bytes as well.
    """
    if len(sizes) < 2:
        return {}
    first, last = sizes[0], sizes[-1]

    def rise(name: str, over: str) -> float:
        return round(log(last[name]["cpu_s"] / first[name]["cpu_s"]) / log(last[over] / first[over]), 2)

    found = {name: rise(name, "trials") for name in ("archive", "full_build", "day_build")}
    return {**found, "archive_over_bytes": rise("archive", "record_bytes")}


def _in_own_process(count: int, asked: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.build_scale", "--one", "--trials", str(count)]
    command += ["--changed", str(asked.changed), "--records", *asked.records]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measured(count: int, changed: int, files: list[str]) -> dict[str, Any]:
    """Grow, archive, build, change some records, and build again."""
    config = load_config(config_folder(None))
    chosen = synthetic_registry.shapes(files, config)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        # Copies are made before the clock starts; like pages of the registry, they come as text.
        source = data / "records.jsonl"
        with source.open("wb") as text:
            text.writelines(orjson.dumps(record) + b"\n" for record in synthetic_registry.grown(chosen, count))
        with source.open("rb") as text:
            first, _ = timed(lambda: write_run(data, config, map(orjson.loads, text), 0))
        full, built = timed(lambda: build_warehouse(config, data))
        some = islice(synthetic_registry.grown(chosen, count), changed)
        write_run(data, config, synthetic_registry.edited(some, "2026-11-02"), 1)
        day, after = timed(lambda: build_warehouse(config, data))
        if (built.classified, after.classified) != (count, changed):
            raise SystemExit(f"{built.classified} and {after.classified} versions were classified")
        return {
            "trials": built.trials,
            "shapes": len(chosen),
            "changed": changed,
            "record_bytes": source.stat().st_size,
            "archive": first,
            "full_build": full,
            "day_build": day,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "peak_of_a_classifying_process_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "archive_bytes_per_trial": bytes_in(archive_folder(data)) // count,
            "readings_bytes_per_trial": bytes_in(readings_folder(data)) // count,
            "file_bytes_per_trial": built.path.stat().st_size // count,
        }


def write_run(data: Path, config: Config, records: Iterable[synthetic_registry.Study], day: int) -> None:
    """Store one run with these records: that of day 0 is a full walk, later ones bring changes."""
    archive = Archive(archive_folder(data))
    at = AT + timedelta(days=day)
    kind = RunKind.DELTA if day else RunKind.FULL
    with archive.begin(RunInfo(kind, f"{at:%Y-%m-%d}T09:00:05", started=at)) as run:
        search = config.searches[0].id
        for record in records:
            run.add(record, search)
        run.finish_search(search, None)
        run.commit()


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Return the processor time and the elapsed time of some work, with its result."""
    begun, used = time.perf_counter(), _processor_time()
    result = work()
    return {
        "cpu_s": round(_processor_time() - used, 1),
        "elapsed_s": round(time.perf_counter() - begun, 1),
    }, result


def _processor_time() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def bytes_in(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
