"""Refreshes killed at random moments, edition after edition, and what must hold after each of them.

Two data folders see the same editions: the processes that refresh one are killed, those of the other are not. After
every kill the archive is valid and contains a prefix of the records, and the published warehouse is complete; after one
more run both archives hold the same, both published files hold the same rows, and the digests say the same.
"""

import random
import signal
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from tests.support.folders.refresh_kit import (
    ROOT,
    Held,
    command,
    held,
    leftover_files,
    make_config,
    published,
    refresh,
    trial,
)
from tests.support.records.studies import Record
from tests.support.registry.faulty_registry import FaultyRegistry
from tests.support.tables.same_tables import unequal_rows
from trialscape.archive import Archive
from trialscape.steps.digest.send_digest import newest_digest

_TRIALS = 60
# A refresh of these few trials takes a few seconds; the moments of the kills are spread over somewhat more.
_SPREAD = 1.1


@dataclass(slots=True)
class Tally:
    """What happened: kills by where they hit, complete runs, looks at the published file, seconds of runs.

    ``compared`` counts the comparisons of all published rows with those of the undisturbed folder.
    """

    kills: Counter[str] = field(default_factory=Counter)
    finished_before_the_kill: int = 0
    runs: int = 0
    resumed: int = 0
    looks: int = 0
    compared: int = 0
    seconds: list[float] = field(default_factory=list)


def edition(number: int) -> tuple[str, list[Record]]:
    """Return the day and the records of an edition: each differs from the one before in some content and members."""
    month, day = divmod(number, 28)
    today = f"{2026 + month // 12}-{month % 12 + 1:02d}-{day + 1:02d}"
    records = []
    for n in range(1, _TRIALS + 1):
        # A trial changes every seventh edition, and one in fifty is away in each.
        changed = number - (number - n) % 7
        words = "alpha" if n <= _TRIALS * 2 // 3 else "beta"
        if (n + number) % 50:
            status = ("RECRUITING", "COMPLETED", "TERMINATED")[changed % 3]
            records.append(trial(n, f"{words} in version {changed}", posted=today, status=status))
    return today, records


class KillLoop:
    """The loop; ``folder`` is to be empty."""

    def __init__(self, folder: Path, registry: FaultyRegistry, seed: int) -> None:
        self.data, self.calm = folder / "data", folder / "calm"
        self.registry, self.chance, self.tally = registry, random.Random(seed), Tally()
        self.config = make_config(folder / "config", backoff="0.01", backoff_ceiling="0.02")
        self._usual = 4.0

    def edition(self, number: int, kills: int) -> None:
        """Bring one edition in, with so many kills before the run that may end; then compare both folders."""
        self.registry.serve(*edition(number))
        self._refresh(self.calm)
        expected = held(self.calm)
        for _ in range(kills):
            self._kill(expected)
        self.registry.expect()
        began = time.monotonic()
        self._refresh(self.data)
        self._usual = time.monotonic() - began
        self.tally.seconds.append(self._usual)
        self.tally.runs += 1
        self.tally.resumed += len(self.registry.pages()) < _PAGES
        assert held(self.data) == expected
        assert leftover_files(self.data) == [], leftover_files(self.data)
        run = published(self.data)
        assert run is not None
        assert run[0] == Archive(self.data / "archive").runs()[-1].run
        assert newest_digest(self.data) == run[0]
        unequal = unequal_rows(self.data, self.calm)
        assert unequal == {}, unequal
        self.tally.compared += 1
        self._compare_digests()

    def _refresh(self, data: Path) -> None:
        done = refresh(self.config, data, self.registry.base_url)
        assert done.returncode == 0, done.stderr
        # On a slow machine a build says every few seconds that it goes on.
        assert [line for line in done.stderr.splitlines() if " s so far" not in line] == []

    def _compare_digests(self) -> None:
        """Each run reported the same: a run that was killed after publishing was reported by the next."""
        files = (sorted((data / "digests").glob("*.json")) for data in (self.data, self.calm))
        for one, other in zip(*files, strict=True):
            killed, calm = _without_moments(one), _without_moments(other)
            assert killed == calm, {key: (killed[key], calm[key]) for key in calm if killed[key] != calm[key]}

    def _kill(self, expected: Held) -> None:
        """Start a refresh, kill it, and look at what it left; meanwhile the published file is opened over and over."""
        arguments = command(self.config, self.data, self.registry.base_url)
        before = _where(self.data)
        stop = threading.Event()
        watcher = threading.Thread(target=self._look, args=(stop,))
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            watcher.start()
            time.sleep(self.chance.uniform(0, self._usual * _SPREAD))
            process.send_signal(signal.SIGKILL)
        stop.set()
        watcher.join()
        if process.returncode != -signal.SIGKILL:
            self.tally.finished_before_the_kill += 1
        self.tally.kills[_stage(before, _where(self.data))] += 1
        found = held(self.data)
        assert found.editions in (expected.editions, expected.editions[:-1])
        whole = expected if found.editions == expected.editions else _without(expected, expected.editions[-1])
        assert found == whole
        self._open()

    def _look(self, stop: threading.Event) -> None:
        while not stop.wait(0.3):
            self._open()

    def _open(self) -> None:
        published(self.data)
        self.tally.looks += 1


# Forty trials of the first search and twenty of the second, ten a page.
_PAGES = 6


def _without_moments(path: Path) -> Record:
    """Return a digest without what depends on when its run took place; see ``same_tables``."""
    digest: Record = orjson.loads(path.read_bytes())
    for snapshot in (digest["snapshot"], digest["before"] or {}):
        for name in ("archive_run", "data_version", "capsule_hash"):
            snapshot.pop(name, None)
    for change in digest["changes"]:
        del change["seen"], change["run"]
    return digest


def _where(data: Path) -> tuple[int, int, int, str]:
    """Return the progress of a data folder: pages kept, parts, runs, and the published file."""
    pointer = data / "warehouse" / "current"
    return (
        len(list((data / "walks").rglob("*.gz"))),
        len(list((data / "archive" / "parts").glob("*.parquet"))),
        len(list((data / "archive" / "manifests").glob("*.json"))),
        pointer.read_text(encoding="utf-8") if pointer.exists() else "",
    )


def _stage(before: tuple[int, int, int, str], after: tuple[int, int, int, str]) -> str:
    if after[3] != before[3]:
        return "after the switch of the published file"
    if after[2] > before[2] or not after[0]:
        return "while building" if after[2] > before[2] else "before the first page, or while building again"
    if after[1] > before[1]:
        return "while the run was being stored"
    return "while walking"


def _without(expected: Held, edition: str) -> Held:
    """Return what was held before the last edition."""
    return Held(
        tuple(item for item in expected.versions if item[1] != edition),
        tuple(item for item in expected.hits if item[0] != edition),
        tuple(item for item in expected.fates if item[0] != edition),
        expected.editions[:-1],
    )
