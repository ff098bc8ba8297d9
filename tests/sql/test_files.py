"""What every SQL file promises in its header, and the columns that others rely on.

After a deliberate change of columns run ``TRIALSCAPE_REFRESH_GOLDEN=1 pytest tests/sql/test_files.py`` and look at the
difference before it is committed.
"""

import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.tables.tables import read
from trialscape.paths import sql_folder
from trialscape.warehouse.sqlfiles import LAYERS, find_sql_files

GOLDEN = Path(__file__).with_name("golden_columns.json")
FILES = [file for file in find_sql_files(sql_folder()) if file.schema in LAYERS]


def test_columns_and_types_equal_the_golden_file(hand: Path) -> None:
    rows = read(
        hand,
        "SELECT schema_name || '.' || table_name AS name, column_name, data_type FROM duckdb_columns() "
        "WHERE NOT internal AND schema_name <> 'stored' ORDER BY name, column_index",
    )
    actual: dict[str, dict[str, str]] = {}
    for row in rows:
        actual.setdefault(row["name"], {})[row["column_name"]] = row["data_type"]
    if os.environ.get("TRIALSCAPE_REFRESH_GOLDEN"):
        GOLDEN.write_text(json.dumps(actual, indent=1) + "\n", encoding="utf-8")
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))
    # The order of columns is part of the agreement, and dicts compare without it.
    assert {name: list(columns.items()) for name, columns in actual.items()} == {
        name: list(columns.items()) for name, columns in expected.items()
    }


@pytest.mark.parametrize("table", [file.table for file in FILES if file.grain])
def test_grain_is_unique_and_complete(table: str, hand: Path) -> None:
    (file,) = [file for file in FILES if file.table == table]
    keys = [tuple(row.values()) for row in read(hand, f"SELECT {', '.join(file.grain)} FROM {table}")]  # noqa: S608
    assert len(set(keys)) == len(keys)
    assert all(value is not None for key in keys for value in key)


def test_only_listed_raw_tables_may_repeat_rows() -> None:
    repeating = [file.table for file in FILES if not file.grain]
    assert repeating == ["raw.claim_target", "raw.defeat", "raw.evidence", "raw.market_claim", "raw.signal"]


def test_every_table_and_column_has_a_comment(hand: Path) -> None:
    silent = read(hand, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL")
    assert silent == []
    (row,) = read(hand, "SELECT comment FROM duckdb_tables() WHERE table_name = 'search_recall'")
    assert row["comment"].startswith("Precision and recall of each search. A trial confirms")


def test_a_column_name_has_the_same_type_in_all_tables(hand: Path) -> None:
    rows = read(
        hand,
        "SELECT column_name FROM duckdb_columns() WHERE schema_name IN ('staging', 'concepts', 'claims', 'marts') "
        "GROUP BY column_name HAVING count(DISTINCT data_type) > 1",
    )
    # trial_count is whole in a list of spellings and may be split in a pipeline; patients likewise.
    assert {row["column_name"] for row in rows} <= {"trial_count", "active_trial_count", "planned_patient_count"}


def test_boolean_columns_have_boolean_names(hand: Path) -> None:
    rows = read(hand, "SELECT DISTINCT column_name FROM duckdb_columns() WHERE data_type = 'BOOLEAN' AND NOT internal")
    named = ("is_", "has_", "accepts_", "by_site")
    assert [row["column_name"] for row in rows if not row["column_name"].startswith(named)] == []


def test_the_file_opens_in_plain_duckdb(hand: Path, tmp_path: Path) -> None:
    # A process cannot open one file with two sets of options, so it is another file.
    with duckdb.connect(shutil.copy2(hand, tmp_path / "copy.duckdb"), read_only=True) as con:
        views = con.execute("SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        tags = con.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert {name for (name,) in views} == {file.table for file in FILES if file.is_held}
    assert tags == [("v1.2.0+",)]
