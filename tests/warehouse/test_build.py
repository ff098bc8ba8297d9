"""A build that fails leaves the published warehouse as it was, and nothing else behind."""

import datetime as dt
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.records.studies import make_record
from tests.support.tables.tables import World, build, fill, read, snapshot
from trialscape.database import connect
from trialscape.errors import CheckError, WarehouseError
from trialscape.paths import sql_folder
from trialscape.warehouse import Builder, current_path
from trialscape.warehouse.estimates import EstimateJob, Query
from trialscape.warehouse.unfinished_builds import attach, write_out


def small_world() -> World:
    world = World()
    world.track(make_record("NCT00000001"))
    world.add("search", [{"search": "s1"}])
    return world


def names(folder: Path) -> list[str]:
    """Return the names of all files, those of published versions without the moment of publishing."""
    found = [path.name.split(".") for path in folder.iterdir()]
    return sorted(".".join([parts[0], *parts[2:]] if len(parts) == 3 else parts) for parts in found)


def test_a_failed_check_keeps_the_old_warehouse(tmp_path: Path) -> None:
    old = build(small_world(), tmp_path)
    before = old.read_bytes()
    world = small_world()
    world.add("verdict", [{"nct_id": "NCT00000001", "axis": "therapy", "label": "cell_therapy"}])
    world.add("search_hit", [{"nct_id": "NCT00000009"}])
    with pytest.raises(CheckError) as caught:
        build(world, tmp_path, snapshot_id="next")
    head, hit, verdict = str(caught.value).splitlines()
    assert head == "2 checks failed, so nothing was published:"
    assert hit == (
        "  hit_without_record: A trial that a search holds must have a current record. 1 row, such as (s1, NCT00000009)"
    )
    assert verdict == (
        "  verdict_without_evidence: Every label must have evidence, unless it is a default. "
        "1 row, such as (NCT00000001, therapy, cell_therapy, rule-1)"
    )
    assert names(tmp_path) == ["current", "snap.duckdb"]
    assert current_path(tmp_path) == old
    assert old.read_bytes() == before


def test_rows_that_repeat_within_a_grain_are_listed(tmp_path: Path) -> None:
    world = small_world()
    world.add("search", [{"search": "s1"}])
    with pytest.raises(CheckError, match=r"raw.search: rows repeat within the grain \(search\), such as \(s1, 2\)"):
        build(world, tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_never_published(tmp_path: Path, value: float) -> None:
    world = small_world()
    world.add("phase_weight", [{"phase_bucket": "phase_1", "weight": value, "why": "-"}])
    with pytest.raises(CheckError, match=r"raw\.phase_weight: weight holds NaN or infinity in 1 rows"):
        build(world, tmp_path)
    assert names(tmp_path) == []


def test_leaving_without_finish_removes_the_file(tmp_path: Path) -> None:
    with Builder(tmp_path, sql_folder()) as builder:
        fill(builder, small_world())
        assert len(names(tmp_path)) >= 1
    assert names(tmp_path) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from trialscape.paths import sql_folder
from trialscape.warehouse import Builder
with Builder(Path(sys.argv[1]), sql_folder()):
    print("building", flush=True)
    sys.stdin.read()
"""


def test_files_of_killed_builds_are_removed_and_those_of_running_ones_kept(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _KILLED, str(tmp_path)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running,
    ):
        for process in (killed, running):
            assert process.stdout is not None
            process.stdout.readline()
        killed.kill()
        killed.wait()
        (tmp_path / ".building-0123.duckdb.tmp").mkdir()  # all that is left of a build that was killed while it ended
        assert len(list(tmp_path.glob(".building-*.duckdb"))) == 2
        with Builder(tmp_path, sql_folder()) as first:
            with Builder(tmp_path, sql_folder()) as second:
                assert len(list(tmp_path.glob(".building-*.duckdb"))) == 3
                fill(second, small_world())
                second.finish(snapshot(dt.date(2026, 3, 1), "second"))
            fill(first, small_world())
            first.finish(snapshot(dt.date(2026, 3, 1), "first"))
        running.communicate()
    assert names(tmp_path) == ["current", "first.duckdb", "second.duckdb"]


def test_rows_come_from_an_iterator_in_batches_and_values_are_bound(tmp_path: Path) -> None:
    odd = "'); DROP TABLE raw.search; -- \u2019\\"
    with Builder(tmp_path, sql_folder()) as builder:
        fill(builder, small_world())
        rows = (("unknown_enum", odd, str(number), None) for number in range(5_001))
        assert builder.insert("raw.signal", ("kind", "place", "value", "nct_id"), rows) == 5_001
        path = builder.finish(snapshot(dt.date(2026, 3, 1)))
    (row,) = read(path, "SELECT count(*) AS n, count(DISTINCT value) AS v, any_value(place) AS place FROM raw.signal")
    assert row == {"n": 5_001, "v": 5_001, "place": odd}


@pytest.mark.parametrize(
    ("table", "columns", "row", "message"),
    [
        (
            "raw.nothing",
            ("a",),
            (1,),
            r"There is no table 'raw.nothing' to fill; there are estimates.claim_growth, estimates.concordance, ",
        ),
        ("raw.search", ("search", "name"), ("s", "t"), r"raw.search has no column name; it has search, title, why."),
        (
            "raw.search",
            ("search", "title"),
            ("s", None),
            r"raw.search cannot take the rows after the first 0: .*NOT NULL",
        ),
        ("raw.search", ("search", "title"), ("s",), r"raw.search cannot take the rows after the first 0: "),
        ("raw.market_size", ("report", "estimate", "year", "usd_bn"), ("A", "x", "soon", 1), r"raw.market_size .*soon"),
    ],
)
def test_rows_that_do_not_fit_are_refused(
    table: str, columns: tuple[str, ...], row: tuple[object, ...], message: str, tmp_path: Path
) -> None:
    with Builder(tmp_path, sql_folder()) as builder, pytest.raises(WarehouseError, match=message):
        builder.insert(table, columns, [row])


def test_a_snapshot_id_must_be_able_to_name_a_file(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"'\.\./x' cannot name a file"):
        build(small_world(), tmp_path, snapshot_id="../x")
    assert names(tmp_path) == []


def test_a_finished_builder_refuses_rows(tmp_path: Path) -> None:
    with Builder(tmp_path, sql_folder()) as builder:
        builder.finish(snapshot(dt.date(2026, 3, 1)))
        with pytest.raises(WarehouseError, match="already finished"):
            builder.insert("raw.search", ("search", "title"), [("s", "t")])


def test_an_empty_warehouse_is_a_valid_one(tmp_path: Path) -> None:
    assert read(build(World(), tmp_path), "SELECT count(*) AS n FROM marts.trial") == [{"n": 0}]


def test_two_builds_of_the_same_data_are_equal(tmp_path: Path) -> None:
    first, second = build(small_world(), tmp_path / "a"), build(small_world(), tmp_path / "b")
    for table in ("marts.trial", "meta.snapshot"):
        assert read(first, f"FROM {table}") == read(second, f"FROM {table}")


def test_a_file_is_written_out_while_others_read(tmp_path: Path) -> None:
    """DuckDB refuses an unforced checkpoint while a statement of another connection begins or ends."""
    with connect() as con, con.cursor() as other:
        attach(con, tmp_path / "new.duckdb", "new")
        con.execute("CREATE TABLE new.main.x AS SELECT range AS n FROM range(1000)")
        is_over = threading.Event()

        def read_on() -> None:
            while not is_over.is_set():
                other.execute("SELECT sum(n) FROM new.main.x").fetchall()

        reader = threading.Thread(target=read_on)
        reader.start()
        try:
            for number in range(20):
                con.execute(f"CREATE TABLE new.main.x{number} AS FROM new.main.x")
                write_out(con, "new", 2)
        finally:
            is_over.set()
            reader.join()
    assert read(tmp_path / "new.duckdb", "SELECT sum(n) AS total FROM x19") == [{"total": 499_500}]


def test_a_target_that_is_no_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="A warehouse cannot be built in"):
        build(World(), tmp_path / "file")


_FULL_DISK = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.warehouse.test_build import grown_world
from tests.support.tables.tables import build
from trialscape.errors import WarehouseError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    build(grown_world(), Path(sys.argv[1]), snapshot_id="next")
except WarehouseError as error:
    print("refused:", error)
"""


def grown_world() -> World:
    """Return a world of some megabytes that hardly compress."""
    world = small_world()
    for number in range(2, 200):
        words = " ".join(f"{hash((number, place)):x}" for place in range(1_000))
        world.track(make_record(f"NCT{number:08d}", eligibility=words))
    return world


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs file size limits")
@pytest.mark.parametrize("limit", [100_000, 1_000_000, 3_000_000])
def test_a_full_disk_keeps_the_old_warehouse(limit: int, tmp_path: Path) -> None:
    old = build(small_world(), tmp_path)
    before = old.read_bytes()
    root = Path(__file__).resolve().parents[2]
    arguments = [sys.executable, "-c", _FULL_DISK, str(tmp_path), str(root), str(limit)]
    process = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
    assert process.stdout.startswith("refused: "), process.stderr
    assert names(tmp_path) == ["current", "snap.duckdb"]
    assert old.read_bytes() == before
    assert read(current_path(tmp_path), "SELECT count(*) AS n FROM marts.trial") == [{"n": 1}]


def test_estimates_are_computed_from_the_concepts_before_the_marts(tmp_path: Path) -> None:
    """The callback sees concepts as arrays, and its result is in the published file."""
    seen: list[list[str]] = []

    def estimate(query: Query) -> Iterator[tuple[str, tuple[str, ...], list[tuple[object, ...]]]]:
        seen.append(query("estimates/scopes")["scope"].tolist())
        key = ("report", "dimension", "segment", "cohort", "scope", "counting")
        shares = tuple(f"pipeline_share_{name}" for name in ("median", "low", "high", "low_95", "high_95"))
        yield "estimates.segment_density", (*key, *shares), [("A", "d", "s", "c", "all", "fractional", *(0.5,) * 5)]

    with Builder(tmp_path, sql_folder()) as builder:
        world = small_world()
        fill(builder, world)
        job = EstimateJob(("estimates/scopes",), ("estimates.segment_density",), estimate)
        path = builder.finish(snapshot(world.as_of), [job])
    assert seen == [["active", "all"]]
    (row,) = read(path, "FROM estimates.segment_density")
    assert (row["segment"], row["pipeline_share_median"], row["ratio_median"]) == ("s", 0.5, None)
