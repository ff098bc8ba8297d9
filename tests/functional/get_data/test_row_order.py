"""Sums do not depend on the order in which a statement meets its rows, to the last digit."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.tables.same_tables import published_file
from trialscape.paths import sql_folder
from trialscape.warehouse.layers import create_functions, read_by
from trialscape.warehouse.sqlfiles import FILLED, LAYERS, SqlFile, find_sql_files

FILES = find_sql_files(sql_folder())
VIEWS = {file.table for file in FILES if file.is_held}
# Statements that add numbers up or take their mean, and those that read a table which a build does not sort.
SUMMING = [
    file
    for file in FILES
    if file.schema in LAYERS
    and file.schema not in FILLED
    and (re.search(r"\b(sum|avg)\(", file.body) or VIEWS & read_by(file.body))
]
_ORDERS = {"as_built": "ALL", "shuffled": "hash(item)"}


@pytest.fixture(scope="module")
def twice(demo_source: Path) -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """Open what these statements read, with other numbers, in the order in which it was built and in another one."""
    with duckdb.connect(config={"threads": "1"}) as one, duckdb.connect(config={"threads": "1"}) as other:
        found = dict(zip(_ORDERS, (one, other), strict=True))
        for name, con in found.items():
            con.execute(f"ATTACH '{published_file(demo_source)}' AS built (READ_ONLY)")
            create_functions(con, FILES)
            for table in sorted({table for file in SUMMING for table in read_by(file.body)}):
                _copy(con, table, _ORDERS[name])
        yield found


def _copy(con: duckdb.DuckDBPyConnection, table: str, order: str) -> None:
    # Thirds and halves of some trials hide a difference; sums of large uneven numbers show it.
    described = con.execute(f"DESCRIBE built.{table}").fetchall()
    uneven = [f"{name} * (hash(item) % 1000003) / 7 AS {name}" for name, kind, *_ in described if kind == "DOUBLE"]
    replaced = f"REPLACE ({', '.join(uneven)})" if uneven else ""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.partition('.')[0]}")
    source = f"SELECT * {replaced} FROM built.{table} AS item ORDER BY {order}"  # noqa: S608 - our own tables
    con.execute(f"CREATE TABLE {table} AS {source}")


@pytest.mark.parametrize("file", SUMMING, ids=lambda file: file.table)
def test_figures_do_not_depend_on_the_order_of_rows(file: SqlFile, twice: dict[str, duckdb.DuckDBPyConnection]) -> None:
    query = f"SELECT * FROM ({file.body}) ORDER BY {', '.join(file.grain)}"  # noqa: S608 - our own statements
    assert twice["shuffled"].execute(query).fetchall() == twice["as_built"].execute(query).fetchall()
