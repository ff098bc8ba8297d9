"""Tables whose rows rest on one trial each: made again only for trials that changed, and nested in Parquet.

A row of them rests on the current version of its trial, on what the rules say of it, and on the configuration. A build
takes the rows of trials that it knows from a view, and the statements of these tables read the other trials alone.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from trialscape.errors import WarehouseError
from trialscape.warehouse.layers import build_order, place_in_build
from trialscape.warehouse.sqlfiles import FUNCTIONS, SqlFile
from trialscape.warehouse.version_tables import Configured, append, nest

TABLES = (
    "concepts.search_confirmation",
    "concepts.segment_membership",
    "concepts.site_pair",
    "concepts.target_trial",
    "concepts.trial_label",
    "concepts.unplaced_site",
    "marts.trial_segment",
    "marts.unclassified",
)
# Tables that only those above read: a build that knows rows of trials makes these without the trials.
BEHIND = ("concepts.site_label", "concepts.site_segment")
# The view of the rows that are known, whose trials the table behind it lists.
VIEW = "trial_rows"
_KNOWN = f"memory.wanted_{VIEW}"
_ROWS = "SELECT unnest(item) FROM (SELECT unnest({name}) AS item FROM memory.{view})"
_OF_A_TRIAL = "nct_id"


def rows_version(files: Iterable[SqlFile], configured: Configured) -> str:
    """Return twelve hex digits that change with the statements behind the rows, DuckDB and the configuration."""
    found = list(files)
    behind = tables_behind(found)
    texts = [(file.table, file.grain, file.body) for file in found if file.schema == FUNCTIONS or file.table in behind]
    rows = {name: configured[name] for name in sorted(behind & configured.keys())}
    return hashlib.sha256(repr((TABLES, texts, rows, duckdb.__version__)).encode()).hexdigest()[:12]


def tables_behind(files: Iterable[SqlFile]) -> set[str]:
    """Return the tables of this module with all that they are made from."""
    needs, behind = {file.table: reads for file, reads in build_order(files)}, set(TABLES)
    while more := {name for table in behind for name in needs.get(table, ())} - behind:
        behind |= more
    return behind


def taking_known_rows(files: Iterable[SqlFile]) -> list[SqlFile]:
    """Return the files; those of ``TABLES`` take the known rows and read the trials that these leave out."""
    found = list(files)
    names = "|".join(re.escape(file.table) for file in found if _OF_A_TRIAL in file.columns)
    table = re.compile(rf"\b(?:{names})\b(?P<named>\s+AS\b)?")
    bodies = {file.table: _of_others(file, table) for file in found if file.table in (*TABLES, *BEHIND)}
    bodies |= {file.table: _with_known(file, bodies[file.table]) for file in found if file.table in TABLES}
    return [replace(file, body=bodies.get(file.table, file.body)) for file in found]


def _with_known(file: SqlFile, others: str) -> str:
    return f"{_ROWS.format(name=file.name, view=VIEW)}\nUNION ALL\n({others})"


def _of_others(file: SqlFile, table: re.Pattern[str]) -> str:
    def others(match: re.Match[str]) -> str:
        name = match[0].removesuffix(match["named"] or "")
        alias = match["named"] or f" AS {name.partition('.')[2]}"
        return f"(FROM {name} ANTI JOIN {_KNOWN} USING ({_OF_A_TRIAL})){alias}"

    return table.sub(others, file.body)


def write_rows(
    con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile], versions: Sequence[Sequence[object]], path: Path
) -> None:
    """Write the rows of these trials, each with the key of its version, to the Parquet file ``path``.

    Raises WarehouseError.
    """
    places = {file.name: place_in_build(file) for file in files if file.table in TABLES}
    own = {name: f"(FROM {place} SEMI JOIN version USING ({_OF_A_TRIAL}))" for name, place in places.items()}
    try:
        con.execute("CREATE OR REPLACE TEMP TABLE version (nct_id VARCHAR, content_hash VARCHAR)")
        append(con, "version", versions)
        nest(con, own, path)
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:300].rstrip(".")
        raise WarehouseError(f"The build failed while keeping rows in {path.parent}: {reason}.") from error
