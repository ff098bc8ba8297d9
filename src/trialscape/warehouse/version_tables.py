"""Tables whose rows rest on one record each: made once for each version of a record, and nested in Parquet.

One Parquet row holds a version's rows of all these tables, one list of structs a table.
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from trialscape.database import connect
from trialscape.errors import WarehouseError
from trialscape.queries import query_text
from trialscape.warehouse.layers import build_order, create_declared, create_functions, create_table, read_by
from trialscape.warehouse.sqlfiles import FILLED, FUNCTIONS, SqlFile

TABLES = (
    "staging.study",
    "staging.arm",
    "staging.condition",
    "staging.former_id",
    "staging.intervention",
    "staging.keyword",
    "staging.mesh",
    "staging.outcome",
    "staging.site",
    "staging.sponsor",
    "questions.claim_word",
)
# The view of these lists in a build, and the tables that hold the records while the tables are made.
VIEW, RECORDS = "tables", "memory.record"
# The sections of a record that the statements read, each with its place.
_SECTIONS = {
    "identification": "$.protocolSection.identificationModule",
    "status": "$.protocolSection.statusModule",
    "sponsors": "$.protocolSection.sponsorCollaboratorsModule",
    "description": "$.protocolSection.descriptionModule",
    "conditions": "$.protocolSection.conditionsModule",
    "design": "$.protocolSection.designModule",
    "arms": "$.protocolSection.armsInterventionsModule",
    "outcomes": "$.protocolSection.outcomesModule",
    "eligibility": "$.protocolSection.eligibilityModule",
    "contacts": "$.protocolSection.contactsLocationsModule",
    "derived": "$.derivedSection",
    "has_results": "$.hasResults",
}
CREATE_RECORDS = f"CREATE TABLE {RECORDS} (nct_id VARCHAR NOT NULL, {' JSON, '.join(_SECTIONS)} JSON)"
# Text, because DuckDB would parse a record once more to take it as JSON.
_WHOLE = "memory.whole_record"
_CREATE_WHOLE = f"CREATE OR REPLACE TABLE {_WHOLE} (nct_id VARCHAR, record VARCHAR)"
TRACKED = "staging.tracked"
_MEMORY = "512MB"
# Rows that Python holds at a time. Records are about 10 kB each, so this is some 20 MB of them.
_BATCH = 2_000
_OPTIONS = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048"
_ROWS = "SELECT unnest(item) FROM (SELECT unnest({name}) AS item FROM memory.{view} SEMI JOIN {tracked} USING (nct_id))"

# Table, columns and rows of a raw table that comes from the configuration.
Configured = Mapping[str, tuple[Sequence[str], Sequence[Sequence[object]]]]
# Trial, key of the version, first seen, edition, day of the posting, and the record as JSON.
VersionRecord = tuple[str, str, object, str | None, str | None, str]


class VersionTables:
    """Makes the rows of ``TABLES`` from records, under one set of SQL files and configured tables."""

    def __init__(self, files: Sequence[SqlFile], configured: Configured) -> None:
        self._made = [file for file, _ in build_order(files) if file.table in TABLES]
        read = {name for file in self._made for name in read_by(file.body)} - {*TABLES, TRACKED}
        self._configured = {name: configured[name] for name in sorted(read)}
        self._functions = [file for file in files if file.schema == FUNCTIONS]
        self._declared = [file for file in files if file.schema in FILLED and file.table in read]

    def version(self) -> str:
        """Return twelve hex digits that change with anything that the rows depend on, the records apart."""
        texts = [(file.table, file.grain, file.body) for file in (*self._functions, *self._made)]
        return hashlib.sha256(repr((texts, self._configured)).encode()).hexdigest()[:12]

    def write(self, records: Sequence[VersionRecord], path: Path) -> None:
        """Write one row for each version, of different trials, to the Parquet file ``path``. Raises WarehouseError."""
        spill = str(path.with_suffix(".spill"))
        options: dict[str, str | bool] = {"memory_limit": _MEMORY, "temp_directory": spill, "threads": "1"}
        try:
            with connect(config=options) as con:
                self._fill(con, records)
                for file in self._made:
                    create_table(file, con)
                nest(con, {file.name: file.table for file in self._made}, path)
        except (OSError, duckdb.Error) as error:
            reason = " ".join(str(error).split())[:300].rstrip(".")
            raise WarehouseError(f"The build failed while reading records into {path.parent}: {reason}.") from error

    def _fill(self, con: duckdb.DuckDBPyConnection, records: Sequence[VersionRecord]) -> None:
        """Create what the statements read: functions, configured tables, records, and all trials as tracked ones."""
        create_functions(con, self._functions)
        create_declared(con, self._declared)
        for name, (columns, rows) in self._configured.items():
            append(con, name, rows, columns)
        con.execute(CREATE_RECORDS)
        take_records(con, [(item[0], item[5]) for item in records])
        con.execute("CREATE TABLE version (nct_id VARCHAR, content_hash VARCHAR)")
        append(con, "version", [item[:2] for item in records])
        columns = "nct_id VARCHAR, seen_from TIMESTAMP, edition VARCHAR, last_update_posted DATE"
        con.execute(f"CREATE TABLE {TRACKED} ({columns})")
        append(con, TRACKED, [(item[0], *item[2:5]) for item in records])


def take_records(con: duckdb.DuckDBPyConnection, records: Sequence[Sequence[object]]) -> None:
    """Take records (trial, JSON) apart once; each statement then parses only the sections that it reads."""
    con.execute(_CREATE_WHOLE)
    append(con, _WHOLE, records)
    places = ", ".join(f"'{place}'" for place in _SECTIONS.values())
    columns = ", ".join(f"part[{number}]" for number in range(1, len(_SECTIONS) + 1))
    parts = f"SELECT nct_id, json_extract(record, [{places}]) AS part FROM {_WHOLE}"  # noqa: S608
    con.execute(f"INSERT INTO {RECORDS} SELECT nct_id, {columns} FROM ({parts})")  # noqa: S608
    con.execute(f"DROP TABLE {_WHOLE}")


def open_view(
    con: duckdb.DuckDBPyConnection, name: str, parts: Sequence[Path], wanted: Iterable[Sequence[Sequence[object]]]
) -> None:
    """Make the chosen rows of ``parts`` the view ``memory.name``, for all connections of a build; it may be made again.

    ``wanted`` gives, in batches, trial, key of the version and file name of each.
    """
    con.execute(f"CREATE OR REPLACE TABLE memory.wanted_{name} (nct_id VARCHAR, content_hash VARCHAR, part VARCHAR)")
    for batch in wanted:
        append(con, f"memory.wanted_{name}", batch)
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in parts)
    con.execute(query_text("readings/chosen").format(name=name, files=names))


def batches(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    """Yield the rows in lists that do not need much memory."""
    source = iter(rows)
    while batch := list(itertools.islice(source, _BATCH)):
        yield batch


def taking_rows(files: Iterable[SqlFile]) -> list[SqlFile]:
    """Return the files; those of ``TABLES`` take the rows of the tracked trials from the view of lists."""
    return [replace(file, body=_rows_of(file)) if file.table in TABLES else file for file in files]


def _rows_of(file: SqlFile) -> str:
    return _ROWS.format(name=file.name, view=VIEW, tracked=TRACKED)


def append(
    con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]], columns: Sequence[str] = ()
) -> None:
    """Append rows to a table; ``columns`` names their values, if not all in order."""
    with con.appender(table, columns=list(columns) or None) as appender:
        appender.append_rows(rows)


def nest(con: duckdb.DuckDBPyConnection, sources: Mapping[str, str], path: Path) -> None:
    """Write a row for each version of the table ``version``, with a list of the rows of each source, by its name."""
    for name, source in sources.items():
        listed = f"SELECT nct_id, list(item) AS {name} FROM {source} AS item GROUP BY nct_id"  # noqa: S608
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {listed}")
    joined = " ".join(f"LEFT JOIN temp.{name} USING (nct_id)" for name in sources)
    query = f"SELECT nct_id, content_hash, {', '.join(sources)} FROM version {joined} ORDER BY nct_id"  # noqa: S608
    target = str(path).replace("'", "''")
    con.execute(f"COPY ({query}) TO '{target}' ({_OPTIONS})")
