"""Publishing: versions, the pointer, and readers that hold on to what they opened."""

import os
import threading
from pathlib import Path

import pytest

from tests.support.records.studies import make_record
from tests.support.tables.tables import World, build, read
from trialscape.errors import UsageError, WarehouseError
from trialscape.warehouse import Warehouse, current_path, open_current
from trialscape.warehouse.publish import publish, versions


def world_of(count: int) -> World:
    world = World()
    world.track(*(make_record(f"NCT{number:08d}") for number in range(count)))
    world.add("search", [{"search": "s1"}])
    return world


@pytest.fixture(scope="module")
def published(small_sql: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse folder with one published version, for tests that only read it."""
    folder = tmp_path_factory.mktemp("published")
    build(world_of(1), folder, sql=small_sql)
    return folder


def snapshots(folder: Path) -> list[str]:
    """Return the ids of the published snapshots, oldest first; the moment of publishing follows them in the name."""
    return [path.name.split(".")[0] for path in versions(folder)]


def test_the_pointer_names_the_newest_version(tmp_path: Path, small_sql: Path) -> None:
    build(world_of(1), tmp_path, sql=small_sql, snapshot_id="day-1")
    path = build(world_of(2), tmp_path, sql=small_sql, snapshot_id="day-2")
    assert (tmp_path / "current").read_text(encoding="utf-8") == f"{path.name}\n"
    assert current_path(tmp_path) == path
    assert snapshots(tmp_path) == ["day-1", "day-2"]
    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "current", *versions(tmp_path)])


def test_a_reader_keeps_its_version_while_others_are_published_and_pruned(tmp_path: Path, small_sql: Path) -> None:
    build(world_of(1), tmp_path, sql=small_sql, snapshot_id="day-0")
    with open_current(tmp_path) as reader:
        for day in range(1, 4):
            build(world_of(1 + day), tmp_path, sql=small_sql, snapshot_id=f"day-{day}", keep=2)
            assert reader.query("SELECT count(*) FROM marts.trial")[1] == [(1,)]
            with open_current(tmp_path) as fresh:
                assert fresh.query("SELECT count(*) FROM marts.trial")[1] == [(1 + day,)]
    assert snapshots(tmp_path) == ["day-2", "day-3"]


def test_a_snapshot_built_again_gets_a_new_file_name(tmp_path: Path, small_sql: Path) -> None:
    with Warehouse(build(world_of(1), tmp_path, sql=small_sql, snapshot_id="day")) as reader:
        again = build(world_of(2), tmp_path, sql=small_sql, snapshot_id="day", keep=2)
        third = build(world_of(3), tmp_path, sql=small_sql, snapshot_id="day", keep=2)
        assert len({reader.path, again, third}) == 3
        # In one process DuckDB would answer from the first file if the name were used twice.
        assert reader.query("SELECT count(*) FROM marts.trial")[1] == [(1,)]
        assert read(third, "SELECT count(*) AS n FROM marts.trial") == [{"n": 3}]


def test_a_name_is_not_used_again_after_it_was_pruned(tmp_path: Path, small_sql: Path) -> None:
    with Warehouse(build(world_of(1), tmp_path, sql=small_sql, snapshot_id="today", keep=1)) as reader:
        build(world_of(2), tmp_path, sql=small_sql, snapshot_id="another-day", keep=1)
        assert not reader.path.exists()
        again = build(world_of(3), tmp_path, sql=small_sql, snapshot_id="today", keep=1)
        assert again != reader.path
        assert reader.query("SELECT count(*) FROM marts.trial")[1] == [(1,)]
        with open_current(tmp_path) as fresh:
            assert fresh.query("SELECT count(*) FROM marts.trial")[1] == [(3,)]


def test_a_published_file_is_read_only(tmp_path: Path, small_sql: Path) -> None:
    assert not build(world_of(1), tmp_path, sql=small_sql).stat().st_mode & 0o222


def test_a_file_that_cannot_be_published_is_removed(tmp_path: Path, small_sql: Path) -> None:
    build(world_of(1), tmp_path, sql=small_sql, snapshot_id="day-1")
    before = current_path(tmp_path)
    (tmp_path / f".current.{os.getpid()}.unfinished").mkdir()  # blocks the pointer
    with pytest.raises(WarehouseError, match="cannot be published"):
        build(world_of(2), tmp_path, sql=small_sql, snapshot_id="day-2")
    assert versions(tmp_path) == [before]
    assert current_path(tmp_path) == before


def test_readers_see_the_old_or_the_new_version_during_publication(tmp_path: Path, small_sql: Path) -> None:
    build(world_of(1), tmp_path, sql=small_sql, snapshot_id="day-0")
    source = current_path(tmp_path).read_bytes()
    seen: list[object] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                with open_current(tmp_path) as reader:
                    seen.append(reader.query("SELECT count(*) FROM marts.trial")[1][0][0])
            except WarehouseError as error:  # any error would be a defect, so it is stored and compared below
                seen.append(str(error))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 21):
        copy = tmp_path / ".building-copy.duckdb"
        copy.write_bytes(source)
        publish(copy, tmp_path, f"day-{number}", keep=3)
    stop.set()
    for reader in readers:
        reader.join()
    assert set(seen) == {1}


def test_the_current_version_is_never_pruned(tmp_path: Path, small_sql: Path) -> None:
    build(world_of(1), tmp_path, sql=small_sql, snapshot_id="a")
    current = build(world_of(1), tmp_path, sql=small_sql, snapshot_id="b", keep=1)
    os.utime(current, (0, 0))  # a clock that jumped back makes the newest file look the oldest
    path = build(world_of(1), tmp_path, sql=small_sql, snapshot_id="c", keep=1)
    assert versions(tmp_path) == [path]


def test_before_the_first_build_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        WarehouseError, match=r"^No warehouse has been built in .* yet; run 'trialscape refresh' first.$"
    ):
        open_current(tmp_path)


@pytest.mark.parametrize("pointer", ["", "../elsewhere.duckdb", "notes.txt", "/etc/passwd"])
def test_a_damaged_pointer_is_refused(pointer: str, tmp_path: Path) -> None:
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(WarehouseError, match="is damaged; run 'trialscape build' to rewrite it"):
        open_current(tmp_path)


def test_a_missing_or_damaged_version_is_reported(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("gone.duckdb\n", encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"gone.duckdb is missing; run 'trialscape build' to make it"):
        open_current(tmp_path)
    (tmp_path / "gone.duckdb").write_bytes(b"not a database" * 1_000)
    with pytest.raises(WarehouseError, match=r"gone.duckdb cannot be opened: "):
        open_current(tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM marts.trial",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TEMP TABLE t AS SELECT 1",
        "COPY marts.trial TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "PRAGMA enable_external_access = true",
        "PRAGMA enable_profiling",
        "PRAGMA enable_progress_bar",
        "SELECT 1; SELECT 2",
        "",
    ],
)
def test_writing_is_refused(statement: str, published: Path) -> None:
    with open_current(published) as reader:
        with pytest.raises(UsageError, match=r"read-only|Only one statement"):
            reader.query(statement)
        assert reader.query("SELECT count(*) FROM marts.trial")[1] == [(1,)]


@pytest.mark.parametrize(
    "statement", ["SHOW ALL TABLES", "FROM marts.trial", "pragma table_info('marts.trial')", "DESCRIBE marts.trial"]
)
def test_every_kind_of_reading_statement_is_accepted(statement: str, published: Path) -> None:
    with open_current(published) as reader:
        assert reader.query(statement)[1]


@pytest.mark.parametrize(
    "source", ["read_csv('/etc/passwd')", "'data.parquet'", "glob('*')", "read_text('/etc/hosts')"]
)
def test_queries_cannot_read_other_files(source: str, published: Path) -> None:
    with open_current(published) as reader, pytest.raises(UsageError, match="failed: Permission Error"):
        reader.query(f"SELECT * FROM {source}")  # noqa: S608


def test_a_query_returns_columns_and_rows_and_binds_its_parameters(tmp_path: Path) -> None:
    build(world_of(3), tmp_path)
    with open_current(tmp_path) as reader:
        columns, rows = reader.query("SELECT nct_id, is_active FROM marts.trial WHERE nct_id = ?", ["NCT00000001"])
        assert (columns, rows) == (["nct_id", "is_active"], [("NCT00000001", True)])
        named = reader.query("SELECT nct_id FROM marts.trial WHERE nct_id = $id", {"id": "NCT00000002"})
        assert named[1] == [("NCT00000002",)]
        assert reader.query("DESCRIBE marts.trial")[1][0][0] == "nct_id"
        with pytest.raises(UsageError, match=r"failed: Binder Error: .*nct_if"):
            reader.query("SELECT nct_if FROM marts.trial")
