"""Readers at scale: sixteen processes query while new versions are published.

    python -m benchmarks.readers [--trials 16000] [--readers 16] [--publishes 20] [--records FILE ...] [--file FILE]
        [--results FILE]

Each reader opens the current version, asks the same question twice through one connection, and begins again. A reader
is mixed when the two answers or the snapshot differ within one connection, and blocked when a round takes longer than
``LONGEST`` seconds. Publishing copies a finished file and switches the pointer, which is all that readers see.
"""

import argparse
import json
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from benchmarks import synthetic_registry
from benchmarks.build_scale import machine, write_run
from trialscape.config.load import load_config
from trialscape.data_folder import warehouse_folder
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.warehouse.publish import current_path, publish
from trialscape.warehouse.reader import open_current

LONGEST = 10.0
QUESTION = "SELECT count(*), sum(planned_patient_count) FROM marts.trial"
RESULTS = synthetic_registry.ROOT / "benchmarks" / "results" / "readers.json"


def main() -> None:
    """Build once, publish copies while the readers read, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=16_000)
    parser.add_argument("--readers", type=int, default=16)
    parser.add_argument("--publishes", type=int, default=20)
    parser.add_argument("--records", nargs="*", default=synthetic_registry.default_files())
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--file", type=Path, help="a published file to read instead of a new one; it is copied")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        if asked.file:
            _publish_copy(asked.file, warehouse_folder(data), "first")
        else:
            _build(data, asked.records, asked.trials)
        result = {"machine": machine(), **_measured(warehouse_folder(data), asked.readers, asked.publishes)}
    asked.results.write_text(json.dumps({"trials": asked.trials, **result}, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def _build(data: Path, files: list[str], count: int) -> None:
    config = load_config(config_folder(None))
    write_run(data, config, synthetic_registry.grown(synthetic_registry.shapes(files, config), count), 0)
    build_warehouse(config, data)


def _publish_copy(file: Path, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f".building-{name}.duckdb"
    shutil.copyfile(file, copy)
    publish(copy, folder, name, keep=3)


def _measured(folder: Path, readers: int, publishes: int) -> dict[str, Any]:
    fresh = multiprocessing.get_context("spawn")
    stop, answers = fresh.Event(), fresh.Queue()
    working = [fresh.Process(target=_read, args=(folder, stop, answers)) for _ in range(readers)]
    for process in working:
        process.start()
    disk, took = _publish(folder, publishes)
    stop.set()
    reported = [answers.get(timeout=60) for _ in working]
    for process in working:
        process.join()
    rounds = [seconds for item in reported for seconds in item["rounds"]]
    return {
        "readers": readers,
        "publishes": publishes,
        "rounds": len(rounds),
        "mixed": sum(item["mixed"] for item in reported),
        "failed": sum(item["failed"] for item in reported),
        "blocked": sum(seconds > LONGEST for seconds in rounds),
        "round_median_s": round(statistics.median(rounds), 3),
        "round_longest_s": round(max(rounds), 3),
        "switch_longest_s": round(max(took), 3),
        "file_mb": current_path(folder).stat().st_size >> 20,
        "disk_most_mb": disk >> 20,
    }


def _publish(folder: Path, publishes: int) -> tuple[int, Sequence[float]]:
    """Publish copies of the current file; return the most bytes in the folder, and the seconds of each switch."""
    most, took = 0, []
    for number in range(publishes):
        copy = folder / f".building-{number}.duckdb"
        shutil.copyfile(current_path(folder), copy)
        most = max(most, sum(path.stat().st_size for path in folder.glob("*") if path.is_file()))
        begun = time.perf_counter()
        publish(copy, folder, f"copy-{number:02d}", keep=3)
        took.append(time.perf_counter() - begun)
        time.sleep(0.5)
    return most, took


def _read(folder: Path, stop: Event, answers: Any) -> None:
    """Read until stopped; report the duration of each round and the errors."""
    rounds, mixed, failed, why = [], 0, 0, ""
    while not stop.is_set():
        begun = time.perf_counter()
        try:
            with open_current(folder) as warehouse:
                first, again = warehouse.query(QUESTION)[1], warehouse.query(QUESTION)[1]
                mixed += first != again
        except Exception as error:  # noqa: BLE001 - whatever fails counts.
            failed, why = failed + 1, why or str(error)
        rounds.append(time.perf_counter() - begun)
    answers.put({"rounds": rounds, "mixed": mixed, "failed": failed, "why": why})


if __name__ == "__main__":
    main()
