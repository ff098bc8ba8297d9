"""Jobs that fill tables, several at a time: a job starts when the tables that it needs are there.

DuckDB divides a statement among threads only above some hundred thousand rows, which few tables have. Statements that
do not need each other therefore run at the same time, each on a separate connection.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

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
    """Run all jobs, the earlier ones first where several can start; ``ready`` are the tables that are there already.

    Raises what a job raises; statements that run meanwhile are then interrupted, and ``stopping`` is set for work in
    Python, which cannot be interrupted.
    """
    waiting, there, free = list(jobs), set(ready), list(connections)
    running: dict[Future[None], tuple[Job, duckdb.DuckDBPyConnection]] = {}
    with ThreadPoolExecutor(len(connections)) as pool:
        try:
            while waiting or running:
                for job in [job for job in waiting if job.needs <= there][: len(free)]:
                    waiting.remove(job)
                    connection = free.pop()
                    running[pool.submit(job.work, connection)] = job, connection
                _require_progress(bool(running), waiting, there)
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    job, connection = running.pop(future)
                    free.append(connection)
                    future.result()
                    there |= job.makes
        except BaseException:
            if stopping is not None:
                stopping.set()
            _interrupt(running)
            raise


def _interrupt(running: Mapping[Future[None], tuple[Job, duckdb.DuckDBPyConnection]]) -> None:
    """Interrupt what runs until it ends: between two statements a connection does not notice."""
    while left := wait(running, timeout=_INTERVAL).not_done:
        for future in left:
            running[future][1].interrupt()


def _require_progress(is_running: bool, waiting: Iterable[Job], there: set[str]) -> None:
    if not is_running:
        lacking = sorted({name for job in waiting for name in job.needs - there})
        raise WarehouseError(f"Nothing makes the tables {', '.join(lacking)}, which others need.")
