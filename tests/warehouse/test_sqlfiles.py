"""SQL files that are malformed are refused with a sentence that names the file and the reason."""

import datetime as dt
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.tables.tables import snapshot
from trialscape.database import connect
from trialscape.errors import WarehouseError
from trialscape.paths import sql_folder
from trialscape.queries import query_text
from trialscape.warehouse import Builder
from trialscape.warehouse.layers import read_by, without_views
from trialscape.warehouse.sqlfiles import FILLED, LAYERS, find_sql_files, sql_version

HEADER = "-- title: Some rows.\n-- grain: id\n-- definition: As they are.\n-- column id: the id\n"
COLUMNS = ": the columns of its header and of its statement"


def sql(folder: Path, **files: str) -> Path:
    """Write a SQL folder with the shipped raw tables; ``marts__x="..."`` becomes marts/x.sql."""
    shutil.copytree(sql_folder() / "raw", folder / "raw", dirs_exist_ok=True)
    for name, text in {"marts__good": HEADER + "SELECT 1 AS id", **files}.items():
        path = folder / f"{name.replace('__', '/')}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def finish(target: Path, folder: Path) -> Path:
    """Build an empty warehouse from a SQL folder."""
    with Builder(target, folder) as builder:
        return builder.finish(snapshot(dt.date(2026, 3, 1)))


def test_header_and_body_are_separated(tmp_path: Path) -> None:
    text = HEADER + "--   and more of it\n-- a remark that is not part of the header\nSELECT 1 AS id -- one\n;\n"
    (mart,) = [file for file in find_sql_files(sql(tmp_path, marts__good=text)) if file.schema == "marts"]
    assert (mart.table, mart.title, mart.grain) == ("marts.good", "Some rows.", ("id",))
    assert mart.columns == {"id": "the id and more of it"}
    assert mart.body == "SELECT 1 AS id -- one"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT 1 AS id", " has no '-- title:' line above its statement; add one."),
        ("-- title: T\n-- definition: D\nSELECT 1 AS id", " has no '-- grain:' line"),
        (HEADER, " holds 0 statements; it must hold exactly one SELECT."),
        (HEADER + "SELECT 1 AS id; SELECT 2 AS id", " holds 2 statements"),
        (HEADER + "SELECT FROM WHERE", " is not valid SQL: Parser Error: syntax error"),
        (HEADER + "DROP TABLE raw.a", " holds a DROP statement; it must hold one bare SELECT."),
        (HEADER + "FROM raw.nowhere", " reads raw.nowhere, which no SQL file makes."),
        (HEADER + "FROM raw.snapshot_fact SELECT missing AS id", " fails: Binder Error"),
        (HEADER + "SELECT 'x'::INTEGER AS id", " fails: Conversion Error"),
        (HEADER + "SELECT 1 AS id, 2 AS b", f"{COLUMNS} differ in: b."),
        (HEADER + "-- column b: B\nSELECT 2 AS b, 1 AS id", f"{COLUMNS} have different orders."),
        (HEADER.replace("grain: id", "grain: lost") + "SELECT 1 AS id", " fails: Binder Error"),
    ],
)
def test_a_malformed_file_is_reported_with_its_reason(text: str, message: str, tmp_path: Path) -> None:
    folder = sql(tmp_path / "sql", marts__bad=text)
    with pytest.raises(WarehouseError) as caught:
        finish(tmp_path / "out", folder)
    assert str(caught.value).startswith(f"sql/marts/bad.sql{message}")
    assert list((tmp_path / "out").glob("*")) == []


def test_files_in_a_dependency_cycle_are_reported_together(tmp_path: Path) -> None:
    text = HEADER + "FROM marts."
    folder = sql(tmp_path / "sql", marts__one=text + "two", marts__two=text + "one")
    with pytest.raises(WarehouseError) as caught:
        finish(tmp_path / "out", folder)
    assert str(caught.value) == "These SQL files depend on each other in a cycle: marts/one.sql, marts/two.sql."


def test_a_layer_must_not_read_a_later_one(tmp_path: Path) -> None:
    folder = sql(tmp_path / "sql", staging__early=HEADER + "FROM marts.good")
    with pytest.raises(WarehouseError, match=r"^sql/staging/early.sql reads marts.good, which is built after it.$"):
        finish(tmp_path / "out", folder)


def test_a_raw_file_must_make_its_own_table(tmp_path: Path) -> None:
    fact = (sql_folder() / "raw" / "snapshot_fact.sql").read_text(encoding="utf-8")
    folder = sql(tmp_path, raw__other=fact)
    with pytest.raises(WarehouseError, match=r"^sql/raw/other.sql must start with 'CREATE TABLE raw.other \('.$"):
        find_sql_files(folder)


def test_a_file_in_another_encoding_or_with_an_odd_name_is_refused(tmp_path: Path) -> None:
    folder = sql(tmp_path)
    (folder / "marts" / "latin.sql").write_bytes(b"-- title: caf\xe9\n")
    with pytest.raises(WarehouseError, match=r"^sql/marts/latin.sql is not UTF-8 text; save it as UTF-8.$"):
        find_sql_files(folder)
    (folder / "marts" / "latin.sql").rename(folder / "marts" / "Odd Name.sql")
    (folder / "marts" / "Odd Name.sql").write_text(HEADER + "SELECT 1 AS id", encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"^sql/marts/Odd Name.sql: the file's name becomes the table's"):
        find_sql_files(folder)


def test_a_folder_without_marts_is_no_sql_folder(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="holds no marts"):
        find_sql_files(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom file modes bind")
def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    folder = sql(tmp_path)
    (folder / "marts").chmod(0o000)
    try:
        with pytest.raises(WarehouseError, match="cannot be read: Permission denied"):
            find_sql_files(folder)
    finally:
        (folder / "marts").chmod(0o700)


def test_a_file_in_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "marts").touch()
    with pytest.raises(WarehouseError, match=r"marts cannot be read: Not a directory\.$"):
        find_sql_files(tmp_path)


def test_a_build_puts_the_statement_of_what_is_only_a_view_in_the_place_of_its_name() -> None:
    by_name = {file.table: file for file in find_sql_files(sql_folder())}
    view = replace(by_name["marts.trial"], body="SELECT 1 AS n", published="as a view only")
    reads = "SELECT n FROM marts.trial JOIN marts.trial AS own USING (n)"
    (made,) = without_views([view, replace(by_name["marts.agent"], body=reads)])
    assert made.body == "SELECT n FROM (\nSELECT 1 AS n\n) AS trial JOIN (\nSELECT 1 AS n\n) AS own USING (n)"
    with connect() as con:
        assert con.execute(made.body).fetchall() == [(1,)]
    assert [table for table, file in by_name.items() if file.is_only_view] == ["concepts.counted_membership"]


def test_the_version_depends_on_statements_and_not_on_comments(tmp_path: Path) -> None:
    first = sql_version(find_sql_files(sql(tmp_path / "a")))
    words = sql_version(
        find_sql_files(sql(tmp_path / "b", marts__good=HEADER.replace("Some", "All") + "SELECT 1 AS id"))
    )
    other = sql_version(find_sql_files(sql(tmp_path / "c", marts__good=HEADER + "SELECT 2 AS id")))
    assert first == words
    assert first != other


def test_the_shipped_files_are_all_well_formed() -> None:
    files = find_sql_files(sql_folder())
    assert {file.schema for file in files} >= {"raw", "staging", "concepts", "marts", "meta", "checks"}


def test_tables_named_in_a_statement_are_those_that_the_parser_finds() -> None:
    bodies = [file.body for file in find_sql_files(sql_folder()) if file.schema in {*LAYERS, "checks"} - {*FILLED}]
    bodies += [query_text(f"estimates/{path.stem}") for path in (sql_folder() / "queries" / "estimates").glob("*.sql")]
    with connect() as con:
        parsed = con.execute("SELECT json_serialize_sql(unnest(?))", [bodies]).fetchall()
    named = r'"schema_name":"(\w+)","table_name":"(\w+)"'
    found = [{".".join(place) for place in re.findall(named, text) if place[0] in LAYERS} for (text,) in parsed]
    assert len(found) > 100
    assert [read_by(body) for body in bodies] == found
