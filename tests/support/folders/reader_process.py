"""A reader as a separate process: queries the published warehouse until it is stopped, and reports the results.

usage: ``python -m tests.support.folders.reader_process FOLDER STOP KIND``

KIND is ``library`` (the program's reader, which resolves the pointer again for each query), ``client`` (a bare DuckDB
client that does the same by hand) or ``holder`` (a client that opens one version and keeps it). The report is one JSON
object on standard output.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from trialscape.warehouse import open_current

Row = tuple[Any, ...]

# One connection reads all parts, each by a separate statement, so that a mixture of versions would be seen.
_ASKED = (
    "SELECT edition, capsule_hash FROM meta.snapshot",
    "SELECT count(*) FROM marts.trial",
    "SELECT hit_count FROM marts.search_recall ORDER BY search LIMIT 1",
    "SELECT edition, capsule_hash FROM meta.snapshot",
)


class _Library:
    @contextmanager
    def rows(self, folder: Path) -> Iterator[list[Row]]:
        with open_current(folder) as warehouse:
            yield [warehouse.query(question)[1][0] for question in _ASKED]


class _Client:
    """``keep`` holds on to the connection that was opened first."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._con: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def rows(self, folder: Path) -> Iterator[list[Row]]:
        if self._con is None:
            name = (folder / "current").read_text(encoding="utf-8").strip()
            self._con = duckdb.connect(folder / name, read_only=True)
        yield [self._con.execute(question).fetchall()[0] for question in _ASKED]
        if not self._keep:
            self._con.close()
            self._con = None


def main(folder: Path, stop: Path, kind: str) -> None:
    """Ask until the file ``stop`` is there, once at least."""
    reader = _Library() if kind == "library" else _Client(keep=kind == "holder")
    seen: dict[str, list[int]] = {}
    questions, mixed = 0, []
    while True:
        with reader.rows(folder) as (before, trials, found, after):
            questions += 1
            edition = str(before[0])
            counts = seen.setdefault(edition, [trials[0], found[0]])
            if before != after or counts != [trials[0], found[0]]:
                mixed.append([edition, trials[0], found[0]])
        if stop.exists():
            break
        # A reader that never pauses takes a core from the refresh that it watches.
        time.sleep(0.1)
    print(json.dumps({"kind": kind, "questions": questions, "seen": seen, "mixed": mixed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
