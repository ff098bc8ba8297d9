"""Tables that need Python: filled from queries over the concepts, before any table of a later layer reads them.

``planned_jobs`` puts them and all other tables in the order in which a build makes them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb

from trialscape.errors import WarehouseError
from trialscape.queries import query_text
from trialscape.warehouse.jobs import Job
from trialscape.warehouse.layers import (
    build_order,
    create_table,
    create_working_table,
    place_in_build,
    place_in_file,
    read_by,
    reading_working_tables,
    store_values_once,
)
from trialscape.warehouse.sqlfiles import FLOORS, SqlFile

# Answers a query of ``sql/queries`` by its name: one array a column, by the column's name.
Query = Callable[[str], Mapping[str, Any]]
# Computes tables from queries over the concepts: each with its columns and rows.
Estimate = Callable[[Query], Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]]
# Appends rows with these columns to a table.
Append = Callable[[duckdb.DuckDBPyConnection, str, Sequence[str], Iterable[Sequence[object]]], object]


@dataclass(frozen=True, slots=True)
class EstimateJob:
    """What fills ``tables`` of ``estimates`` from the answers to ``queries`` of ``sql/queries``, and to no others."""

    queries: tuple[str, ...]
    tables: tuple[str, ...]
    fill: Estimate

    def needs(self) -> frozenset[str]:
        """Return the tables that the queries read; raises WarehouseError for one that is built after the estimates."""
        found = {table for query in self.queries for table in read_by(query_text(query))}
        for table in sorted(found):
            if FLOORS[table.partition(".")[0]] >= FLOORS["estimates"]:
                raise WarehouseError(f"The estimates of {self.tables[0]} read {table}, which is built after them.")
        return frozenset(found)

    def answering(self, con: duckdb.DuckDBPyConnection, files: Sequence[SqlFile]) -> Query:
        """Return what answers the queries; raises WarehouseError for one that was not declared."""

        def answer(query: str) -> Mapping[str, Any]:
            if query not in self.queries:
                raise WarehouseError(f"The estimates of {self.tables[0]} do not declare the query {query}.")
            return con.execute(reading_working_tables(query_text(query), files)).fetchnumpy()

        return answer


def planned_jobs(
    files: Sequence[SqlFile], estimates: Sequence[EstimateJob], append: Append, filling: Sequence[Job] = ()
) -> list[Job]:
    """Return a job for each estimate, which take longest, for each of their input tables, and for the others.

    ``filling`` are jobs that fill raw tables.
    """
    first = [Job(partial(_estimated, item, append, files), item.needs(), frozenset(item.tables)) for item in estimates]
    tables = [*filling, *(_made(file, needs) for file, needs in build_order(files))]
    stored = [_stored(file) for file in files if file.each_once]
    urgent = {name for job in first for name in job.needs}
    for job in reversed(tables):
        urgent |= job.needs if job.makes & urgent else set()
    return [*first, *sorted(tables, key=lambda job: not job.makes & urgent), *stored]


def filling_job(
    file: SqlFile, query: str, parameters: Mapping[str, object], files: Iterable[SqlFile], after: str
) -> Job:
    """Return the job that fills a declared table with the rows of a query of ``sql/queries``, by their names."""
    text = reading_working_tables(query_text(query), files)

    def work(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(f"INSERT INTO {place_in_build(file)} BY NAME {text}", parameters)

    return Job(work, read_by(text) | {after}, frozenset([file.table]))


def python_job(makes: Iterable[str], work: Callable[[], object], after: Iterable[str]) -> Job:
    """Return the job that makes tables or views by Python, on a connection of its own."""

    def run(_con: duckdb.DuckDBPyConnection) -> None:
        work()

    return Job(run, frozenset(after), frozenset(makes))


def _made(file: SqlFile, needs: Iterable[str]) -> Job:
    create = create_working_table if file.is_held else create_table
    return Job(partial(create, file), frozenset(needs), frozenset([file.table]))


def _stored(file: SqlFile) -> Job:
    return Job(partial(store_values_once, file), frozenset([file.table]), frozenset([place_in_file(file)]))


def _estimated(item: EstimateJob, append: Append, files: Sequence[SqlFile], con: duckdb.DuckDBPyConnection) -> None:
    for table, columns, rows in item.fill(item.answering(con, files)):
        append(con, table, columns, rows)
