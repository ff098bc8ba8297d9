"""Build a new warehouse file: fill the raw tables, build the layers, check, publish.

Readers see the new file only after ``finish`` has switched the pointer. An error before that leaves the published
warehouse unchanged.
"""

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Self

import duckdb

from trialscape.database import connect
from trialscape.errors import StoppedError, WarehouseError
from trialscape.queries import query_text
from trialscape.resources import usable_cores
from trialscape.warehouse import layers, trial_rows, unfinished_builds, version_tables
from trialscape.warehouse.checks import Checks
from trialscape.warehouse.estimates import EstimateJob, filling_job, planned_jobs, python_job
from trialscape.warehouse.jobs import Job, run_jobs
from trialscape.warehouse.publish import publish
from trialscape.warehouse.snapshot import Snapshot
from trialscape.warehouse.sqlfiles import FILLED, SqlFile, find_sql_files, sql_version

_SNAPSHOT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# For tests and small tools; a refresh passes the limit from settings.toml and the machine.
_LEAST_MEMORY = 512_000_000
_CATALOG, _FACTS, _CONTENT = "warehouse", "raw.snapshot_fact", "build/data_version"
# What a statement of a build on many trials needs; with less free memory fewer run side by side.
_JOB_MEMORY = 500_000_000
# Statements that run side by side keep all cores busy. Below this, dividing each of them among threads as well makes a
# build take a tenth more processor time.
_UNDIVIDED_TRIALS = 50_000
_FEW_TRIALS = 2_000


class Builder:
    """A warehouse under construction in ``folder``; use it as a context manager.

    Leaving the context without ``finish`` removes the unfinished file. ``keep`` counts the published versions that
    stay on disk, the new one included. ``memory`` (bytes) and ``threads`` (0: all cores) bound what DuckDB uses.
    """

    def __init__(
        self, folder: Path, sql_folder: Path, *, keep: int = 5, memory: int = _LEAST_MEMORY, threads: int = 0
    ) -> None:
        self._folder, self._keep = folder, keep
        self._memory, self._threads = memory, threads
        self._files = find_sql_files(sql_folder)
        self._filled = {file.table: file for file in self._files if file.schema in FILLED}
        self._path = unfinished_builds.private_path(folder)
        self._con: duckdb.DuckDBPyConnection | None = None
        self._stopping = threading.Event()
        self._views: set[str] = set()
        self._later: list[Job] = []

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            # An error or interruption here must not leave a file.
            undo.callback(self._discard)
            try:
                self._begin()
            except (OSError, duckdb.Error) as error:
                raise WarehouseError(f"A warehouse cannot be built in {self._folder}: {_reason(error)}.") from error
            undo.pop_all()
        return self

    def _begin(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished_builds.remove_unfinished_builds(self._folder)
        # Without these settings DuckDB uses most of the machine's memory and spills into the current folder.
        spill = f"{self._path}{unfinished_builds.SPILLED}"
        config: dict[str, str | bool] = {
            "memory_limit": f"{self._memory // 1_000_000}MB",
            "temp_directory": spill,
            # An unfinished file is never opened again, so one checkpoint at the end is enough, and no log is kept.
            "checkpoint_threshold": "1TB",
        }
        if self._threads:
            config["threads"] = str(self._threads)
        self._con = connect(config=config)
        unfinished_builds.attach(self._con, self._path, _CATALOG)
        self._con.execute(f"USE {_CATALOG}")
        layers.create_functions(self._con, self._files)
        layers.open_working_tables(self._con, self._files)
        layers.create_declared(self._con, self._files)
        self._con.execute(version_tables.CREATE_RECORDS)

    def __exit__(self, *_: object) -> None:
        self._discard()

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Append ``rows`` to a declared table such as ``raw.verdict``; return how many there were.

        ``columns`` names the values of each row in order; columns left out become null. Rows are taken in
        batches, so an iterator of any length needs little memory.
        """
        return self._append(self._connection(), table, columns, rows)

    def _append(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
    ) -> int:
        file = self._filled.get(table)
        if file is None:
            raise WarehouseError(f"There is no table '{table}' to fill; there are {', '.join(sorted(self._filled))}.")
        if unknown := [column for column in columns if column not in file.columns]:
            raise WarehouseError(f"{table} has no column {', '.join(unknown)}; it has {', '.join(file.columns)}.")
        count = 0
        try:
            for batch in version_tables.batches(rows):
                with con.appender(layers.place_in_build(file), columns=list(columns)) as appender:
                    appender.append_rows(batch)
                count += len(batch)
        except duckdb.Error as error:
            raise WarehouseError(f"{table} cannot take the rows after the first {count}: {_reason(error)}.") from error
        return count

    def add_records(self, records: Iterable[tuple[str, str]]) -> None:
        """Take the records (trial, JSON) that the statements read where ``tables`` is not open; no file keeps them."""
        con = self._connection()
        for batch in version_tables.batches(records):
            version_tables.take_records(con, batch)

    def open_readings(self, name: str, parts: Sequence[Path], wanted: Iterable[tuple[str, str, str]]) -> None:
        """Make the chosen readings of some files the view ``memory.name``, which ``insert_from`` may read.

        The view ``tables`` of ``version_tables`` replaces the statements of its tables. ``wanted`` gives trial, content
        hash and file name of each. Raises WarehouseError.
        """
        try:
            version_tables.open_view(self._connection(), name, parts, version_tables.batches(wanted))
        except duckdb.Error as error:
            raise WarehouseError(f"The readings cannot be opened: {_reason(error)}.") from error
        self._views.add(name)

    def write_trial_rows(self, versions: Sequence[tuple[str, str]], path: Path) -> None:
        """Write the rows that rest on these trials alone, each with the key of its version, when they are made."""
        with self._connection().cursor() as con:
            con.execute(f"USE {_CATALOG}")
            trial_rows.write_rows(con, self._files, versions, path)

    def insert_from(self, table: str, query: str, parameters: Mapping[str, object] | None = None) -> None:
        """Fill a declared table with the rows of a query of ``sql/queries``, by the names of its columns."""
        try:
            self._connection().execute(f"INSERT INTO {table} BY NAME {query_text(query)}", dict(parameters or {}))
        except duckdb.Error as error:
            raise WarehouseError(f"{table} cannot be filled: {_reason(error)}.") from error

    def insert_later(
        self, table: str, query: str, parameters: Mapping[str, object] | None = None, *, after: str
    ) -> None:
        """Let ``finish`` fill a declared table as ``insert_from`` does, beside its other work.

        The table is empty until then. The query may read ``after``, which ``do_later`` makes, and later tables.
        """
        self._later.append(filling_job(self._filled[table], query, dict(parameters or {}), self._files, after))

    def do_later(self, makes: Iterable[str], work: Callable[[], object], *, after: Iterable[str] = ()) -> None:
        """Let ``finish`` do ``work``, which makes declared tables or views by the methods above, beside its other work.

        These methods share one connection, so that such works wait for each other by ``after``.
        """
        self._later.append(python_job(makes, work, after))

    def select(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query of ``sql/queries``."""
        return self._connection().execute(query_text(query)).fetchall()

    def check_stop(self) -> None:
        """Raise StoppedError when the build has failed or was stopped; for long work of estimates, now and then."""
        if self._stopping.is_set():
            raise StoppedError("The build was stopped.")

    def finish(self, snapshot: Snapshot, estimates: Iterable[EstimateJob] = ()) -> Path:
        """Build all layers, run all checks and publish; return the path of the published file.

        ``estimates`` fill the tables of that schema as soon as what their queries read is built.
        Raises CheckError with every failed check, or WarehouseError; the published warehouse then does not change.
        """
        if not _SNAPSHOT_ID.fullmatch(snapshot.snapshot_id):
            raise WarehouseError(f"'{snapshot.snapshot_id}' cannot name a file; use letters, digits, '-', '_' and '.'.")
        con = self._connection()
        (trials,) = con.execute("SELECT count(*) FROM raw.study_version").fetchall()[0]
        if trials < _UNDIVIDED_TRIALS:
            con.execute("SET threads = 1")
        if trials < _FEW_TRIALS:
            # FSST takes half of the time of the checkpoint and makes small files no smaller. DuckDB ignores the setting
            # in the configuration of a connection.
            con.execute("SET disabled_compression_methods = 'fsst'")
        needs = layers.read_by(query_text(_CONTENT))
        self._later.append(Job(partial(self._add_facts, snapshot), needs, frozenset([_FACTS])))
        try:
            cores = min(usable_cores(self._threads, _JOB_MEMORY), max(self._memory // _JOB_MEMORY, 1))
            with layers.connections(con, self._files, f"USE {_CATALOG}", cores) as connections:
                files = self._files_in_use()
                jobs, checks = planned_jobs(files, tuple(estimates), self._append, self._later), Checks(files)
                ready = self._filled.keys() - {table for job in jobs for table in job.makes}
                # Checks come last, so that they run where a core would otherwise wait for a table, or for the file.
                made = frozenset(ready).union(*(job.makes for job in jobs))
                last = [Job(partial(self._write, cores), made), *checks.jobs()]
                run_jobs([*jobs, *last], ready, connections, self._stopping)
                checks.demand()
            con.execute("USE memory")
            con.execute(f"DETACH {_CATALOG}")
        except duckdb.OutOfMemoryException as error:
            raise WarehouseError(
                f"The build needs more than the {self._memory // 1_000_000} MB that it may use; free some memory, or "
                "raise memory_fraction, least_memory_mb or most_memory_mb under [build] in settings.toml."
            ) from error
        except duckdb.Error as error:
            raise WarehouseError(f"The warehouse in {self._folder} cannot be built: {_reason(error)}.") from error
        self._close()
        return publish(self._path, self._folder, snapshot.snapshot_id, keep=self._keep)

    def _add_facts(self, snapshot: Snapshot, con: duckdb.DuckDBPyConnection) -> None:
        (data_version,) = con.execute(query_text(_CONTENT)).fetchall()[0]
        facts = snapshot.facts(sql_version(self._files), str(data_version))
        self._append(con, _FACTS, ("key", "value"), list(facts))

    def _write(self, cores: int, con: duckdb.DuckDBPyConnection) -> None:
        """Write all tables and views to the file, which is published only if the checks beside this find nothing."""
        layers.create_views(con, self._files)
        unfinished_builds.write_out(con, _CATALOG, cores)

    def _files_in_use(self) -> Sequence[SqlFile]:
        """Return the files with the statements of this build: rows of versions and working tables are in memory."""
        files: Sequence[SqlFile] = layers.without_views(self._files)
        if version_tables.VIEW in self._views:
            files = version_tables.taking_rows(files)
        if trial_rows.VIEW in self._views:
            files = trial_rows.taking_known_rows(files)
        return layers.all_reading_working_tables(files)

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._con is None:
            raise WarehouseError("This warehouse is already finished; start another build.")
        return self._con

    def _close(self) -> None:
        if self._con is not None:
            self._con.close()
            self._con = None

    def _discard(self) -> None:
        # After publishing, the file has moved, and only an empty spill folder can remain.
        self._close()
        unfinished_builds.remove(self._path)


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) else None
    return words or " ".join(str(error).split())[:300].rstrip(".")
