"""A year of daily editions through the archive: time and bytes per day, with and without monthly compaction.

Run: ``python benchmarks/archive_year.py [--records FILE.jsonl.gz] [--days 365] [--changes 60] [--new 3]``

Every weekday a delta brings the changed and the new records (and those of the day before again, as a real delta
overlaps); every seventh day a full sweep brings all of them. Without ``--records`` (a record a line, or an object with
the record under ``study``) the trials are made of random words, 15 kB each, which compress worse than real ones.
"""

import argparse
import gzip
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from trialscape.archive import Archive, RunInfo, RunKind
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.steps.rows.change_rows import change_rows

Record = dict[str, Any]
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
_CHANCE = random.Random(2026)
_WORDS = ["".join(_CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=_CHANCE.randint(2, 12))) for _ in range(8000)]


def made_up(number: int) -> Record:
    """Return a record of about 15 kB."""
    text = " ".join(_CHANCE.choices(_WORDS, k=1800))
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08d}"},
            "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2025-12-01"}},
            "eligibilityModule": {"eligibilityCriteria": text},
        }
    }


def given(path: Path) -> list[Record]:
    """Return the records of a file that carry an id and a status."""
    with gzip.open(path) as lines:
        records = [line.get("study", line) for line in map(orjson.loads, lines)]
    return [record for record in records if "statusModule" in record["protocolSection"]]


def change(record: Record, on: datetime) -> None:
    """Let a record say something else from this day on."""
    status = record["protocolSection"]["statusModule"]
    status["lastUpdatePostDateStruct"] = {"date": f"{on:%Y-%m-%d}", "type": "ACTUAL"}
    status["whyStopped"] = " ".join(_CHANCE.choices(_WORDS, k=6))


def run(archive: Archive, on: datetime, kind: RunKind, records: list[Record]) -> float:
    """Write one run and return its seconds."""
    began = time.perf_counter()
    with archive.begin(RunInfo(kind, f"{on:%Y-%m-%d}", started=on)) as writer:
        for record in records:
            writer.add(record, "tracked")
        writer.finish_search("tracked", len(records) if kind is RunKind.FULL else None)
        writer.commit()
    return time.perf_counter() - began


def year(records: list[Record], options: argparse.Namespace, folder: Path, compact_every: int) -> None:
    """Play the days and print one line a quarter, and the answers' times at the end."""
    archive, days = Archive(folder), options.days
    first = run(archive, START, RunKind.FULL, records)
    start_bytes = archive.stats().part_bytes
    print(f"\ncompaction every {compact_every} days" if compact_every else "\nno compaction")
    print(f"first run: {len(records)} records, {first:.1f} s, {start_bytes / 1e6:.2f} MB")
    print(f"{'day':>4} {'delta s':>8} {'sweep s':>8} {'MB':>8} {'kB/change':>10} {'parts':>6} {'compact s':>9}")
    deltas, sweeps, compactions, changes = [], [], [0.0], 0
    yesterday: list[Record] = []
    for number in range(1, days + 1):
        on = START + timedelta(days=number)
        if number % 7 == 0:
            sweeps.append(run(archive, on, RunKind.FULL, records))
        elif number % 7 != 6:
            moved = _CHANCE.sample(records, options.changes)
            for record in moved:
                change(record, on)
            fresh = [made_up(90_000_000 + number * 100 + i) for i in range(options.new)]
            records.extend(fresh)
            deltas.append(run(archive, on, RunKind.DELTA, [*yesterday, *moved, *fresh]))
            yesterday, changes = [*moved, *fresh], changes + options.changes + options.new
        if compact_every and number % compact_every == 0:
            began = time.perf_counter()
            archive.compact()
            compactions.append(time.perf_counter() - began)
        if number % 91 == 0 or number == days:
            size = archive.stats()
            grown = (size.part_bytes - start_bytes) / max(changes, 1) / 1e3
            times = f"{statistics.median(deltas[-60:]):8.3f} {statistics.median(sweeps[-12:] or [0]):8.3f}"
            stored = (size.part_bytes + size.manifest_bytes) / 1e6
            print(f"{number:4} {times} {stored:8.2f} {grown:10.2f} {size.parts:6} {compactions[-1]:9.2f}")
    answers(archive)


def answers(archive: Archive) -> None:
    """Print how long the archive takes to answer at the end of the year."""
    half = START + timedelta(days=182)
    config = load_config(config_folder(None))
    questions: dict[str, Callable[[], int]] = {
        "known": lambda: len(archive.known()),
        "versions now": lambda: sum(1 for _ in archive.versions()),
        "versions as of half a year ago": lambda: sum(1 for _ in archive.versions(half)),
        "history": lambda: sum(1 for _ in archive.history()),
        "membership": lambda: len(archive.membership()),
        "changes, each version held against the one before": lambda: len(list(change_rows(archive, config, {}))),
        "verify": lambda: len(archive.verify()),
    }
    for name, question in questions.items():
        began = time.perf_counter()
        rows = question()
        print(f"{name}: {rows} rows, {time.perf_counter() - began:.2f} s")


def main() -> None:
    """Play the year twice, without compaction and with one each month."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--changes", type=int, default=60, help="records changed each working day")
    parser.add_argument("--new", type=int, default=3, help="records new each working day")
    options = parser.parse_args()
    for compact_every in (0, 30):
        records = given(options.records) if options.records else [made_up(number) for number in range(3600)]
        folder = Path(tempfile.mkdtemp(prefix="archive-year-"))
        year(records, options, folder / "archive", compact_every)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
