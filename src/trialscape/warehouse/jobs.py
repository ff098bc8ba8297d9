"""Jobs that fill tables, several at a time: a job starts when the tables that it needs are there.

DuckDB divides a statement among threads only above some hundred thousand rows, which few tables have. Statements that
do not need each other therefore run at the same time, each on a separate connection.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import duckdb

from trialscape.errors import WarehouseError

# Seconds between two interruptions of a job.
_INTERVAL = 0.05


@dataclass(frozen=True, slots=True)
class Job:
    """Work on a connection; ``needs`` and ``makes`` are tables."""

    work: Callable[[duckdb.DuckDBPyConnection], None]
    needs: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()


def run_jobs(
    jobs: Iterable[Job],
    ready: Iterable[str],
    connections: Sequence[duckdb.DuckDBPyConnection],
    stopping: threading.Event | None = None,
) -> None:
    """Run all jobs, the earlier ones first where several can start; ``ready`` are the tables that exist already.

    A job that runs out of memory beside others is repeated, and from then on one runs at a time. Raises what a job
    raises; statements that run meanwhile are then interrupted, and ``stopping`` is set for work in Python, which cannot
    be interrupted.
    """
    plan = _Plan(list(jobs), set(ready), list(connections))
    with ThreadPoolExecutor(len(connections)) as pool:
        try:
            while plan.waiting or plan.running:
                plan.start(pool)
                for future in wait(plan.running, return_when=FIRST_COMPLETED).done:
                    plan.take(future)
        except BaseException:
            if stopping is not None:
                stopping.set()
            _interrupt(plan.running)
            raise


@dataclass(slots=True)
class _Plan:
    """The jobs that wait, the tables that exist, the connections that are free, and what runs on the others."""

    waiting: list[Job]
    there: set[str]
    free: list[duckdb.DuckDBPyConnection]
    running: dict[Future[None], tuple[Job, duckdb.DuckDBPyConnection]] = field(default_factory=dict)
    is_alone: bool = False

    def start(self, pool: ThreadPoolExecutor) -> None:
        """Start the jobs that can start."""
        most = int(not self.running) if self.is_alone else len(self.free)
        for job in [job for job in self.waiting if job.needs <= self.there][:most]:
            self.waiting.remove(job)
            connection = self.free.pop()
            self.running[pool.submit(job.work, connection)] = job, connection
        if not self.running:
            lacking = sorted({name for job in self.waiting for name in job.needs - self.there})
            raise WarehouseError(f"Nothing makes the tables {', '.join(lacking)}, which others need.")

    def take(self, future: Future[None]) -> None:
        """Take note of a job that has ended; raises what it raised."""
        job, connection = self.running.pop(future)
        self.free.append(connection)
        try:
            future.result()
        except duckdb.OutOfMemoryException:
            if self.is_alone or len(self.free) + len(self.running) == 1:
                raise
            self.is_alone = True
            self.waiting.insert(0, job)
        else:
            self.there |= job.makes


def _interrupt(running: Mapping[Future[None], tuple[Job, duckdb.DuckDBPyConnection]]) -> None:
    """Interrupt what runs until it ends: between two statements a connection does not notice."""
    while left := wait(running, timeout=_INTERVAL).not_done:
        for future in left:
            running[future][1].interrupt()
