"""A build that reads only what is new equals one from scratch, and reads each version once."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.folders.archive_kit import day, write_run
from tests.support.folders.days import three_runs, trial
from tests.support.records.studies import Record
from trialscape.archive import Archive, RunKind
from trialscape.config.load import Config, load_config
from trialscape.config.vocabularies.places import OverrideRow
from trialscape.data_folder import archive_folder, readings_folder
from trialscape.errors import TrialscapeError
from trialscape.paths import config_folder, sql_folder
from trialscape.readings import parts
from trialscape.readings.store import ReadingStore
from trialscape.steps.build import keep_tables, keep_trial_rows, read_missing
from trialscape.steps.build.build_warehouse import build_warehouse, fill_raw_tables
from trialscape.steps.inputs.as_of import NOW
from trialscape.steps.rows.reading_line import readings_version
from trialscape.warehouse.build import Builder
from trialscape.warehouse.jobs import run_jobs
from trialscape.warehouse.reader import Warehouse

CONFIG = load_config(config_folder(None))
# What says when and by which code a file was built, in part by the folder's own history.
_ORIGIN = ("meta.snapshot", "raw.snapshot_fact")

Tables = dict[str, list[tuple[Any, ...]]]


def tables(path: Path) -> dict[str, str]:
    """Return the rows of all tables of a file, in their stored order, as text, in which one "nan" equals another.

    Rows of views have no order.
    """
    with Warehouse(path) as opened:
        _, tables = opened.query("SELECT schema_name || '.' || table_name FROM duckdb_tables()")
        _, views = opened.query("SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal")
        rows = {name: repr(opened.query(f"FROM {name}")[1]) for (name,) in tables if name not in _ORIGIN}
        return rows | {name: repr(opened.query(f"FROM {name} ORDER BY ALL")[1]) for (name,) in views}


def filled(data: Path, config: Config = CONFIG, readings: Path | None = None) -> tuple[int, Tables]:
    """Fill the raw tables, on which all others rest; return how many versions were classified, and all rows."""
    store = ReadingStore(readings or readings_folder(data), readings_version(config), data / "warehouse", keeps=True)
    with Builder(data / "warehouse", sql_folder()) as builder, store:
        _, classified = fill_raw_tables(builder, Archive(archive_folder(data)), config, store, NOW, lambda _count: None)
        connection = builder._connection()
        # ``finish`` would do this beside its other work.
        run_jobs(builder._later, (), [connection])
        # A build holds some of them in memory.
        where = "SELECT table_name, database_name FROM duckdb_tables() WHERE schema_name = 'raw'"
        held = dict(connection.execute(where).fetchall())
        return classified, {
            name: connection.execute(f"FROM {place}.raw.{name}").fetchall() for name, place in held.items()
        }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = three_runs(tmp_path_factory.mktemp("incremental") / "data")
    filled(data)
    return data


@pytest.fixture
def data(source: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(source, tmp_path / "data"))


def test_an_incremental_build_classifies_changed_trials_only_and_equals_a_full_build(data: Path) -> None:
    changed = [trial(1, "2026-03-25", status="COMPLETED"), trial(9, "2026-03-25", conditions=["Lung Cancer"])]
    write_run(Archive(archive_folder(data)), day(80), {"tigit": changed}, RunKind.DELTA)
    built = build_warehouse(CONFIG, data)
    assert (built.classified, built.trials) == (2, 4)
    shutil.rmtree(readings_folder(data))
    full = build_warehouse(CONFIG, data)
    assert full.classified == 5
    assert tables(built.path) == tables(full.path)


def test_new_rules_classify_all_trials_and_older_readings_are_kept(data: Path) -> None:
    row = {"nct_id": "NCT00000001", "axis": "line", "label": "later", "reason": "for this test", "author": "tests"}
    other = replace(CONFIG, overrides=(OverrideRow.model_validate({**row, "date": "2026-03-01"}),))
    classified, found = filled(data, other)
    assert classified == 4
    assert ("NCT00000001", "line", "later") in {row[:3] for row in found["verdict"]}
    assert filled(data)[0] == 0


@pytest.mark.parametrize(("kind", "classified"), [("*/*.parquet", 4), ("*/changes/*/*.parquet", 0)])
def test_damaged_readings_are_made_again(data: Path, kind: str, classified: int) -> None:
    """Damaged labels are made again, and so are damaged changes, which need no label."""
    _, before = filled(data)
    (part,) = readings_folder(data).glob(kind)
    part.write_bytes(part.read_bytes()[:-1])
    assert filled(data) == (classified, before)
    assert filled(data) == (0, before)


def test_several_processes_give_the_readings_of_one(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, before = filled(data)
    shutil.rmtree(readings_folder(data))
    monkeypatch.setattr(read_missing, "_LEAST_PARALLEL", 0)
    monkeypatch.setattr(read_missing, "_CHUNK", 1)
    limits = CONFIG.settings.build.model_copy(update={"threads": 2})
    config = replace(CONFIG, settings=CONFIG.settings.model_copy(update={"build": limits}))
    assert filled(data, config) == (4, before)


_CONDITIONS = st.lists(st.sampled_from(["Melanoma", "Lung Cancer", "Leukemia", "Asthma"]), max_size=2, unique=True)
_DRUGS = st.lists(
    st.sampled_from([("DRUG", "Nivolumab"), ("BIOLOGICAL", "TIL"), ("DRUG", "Docetaxel")]), max_size=2, unique=True
)
_SITES = st.lists(
    st.sampled_from([("Seoul Univ", "South Korea"), ("Clinic", "France"), ("Clinic", "Spain")]), max_size=2, unique=True
)


@st.composite
def _records(draw: st.DrawFn) -> list[Record]:
    """Draw the trials that a search finds on one day; one in a while cannot be read."""
    found = []
    for number in draw(st.lists(st.integers(1, 5), unique=True, min_size=1)):
        record = trial(
            number,
            draw(st.sampled_from(["2026-01-01", "2026-01-04"])),
            title=draw(st.sampled_from(["One", "Two"])),
            conditions=draw(_CONDITIONS),
            interventions=draw(_DRUGS),
            sites=draw(_SITES),
        )
        if draw(st.integers(0, 9)) == 0:
            record["protocolSection"]["armsInterventionsModule"] = {"interventions": ["not an object"]}
        found.append(record)
    return found


# "make hunt" draws thirty new histories.
_MANY = 30 if os.environ.get("TRIALSCAPE_HUNT") else 0
_HISTORIES = st.lists(st.tuples(_records(), st.booleans(), st.booleans()), min_size=1, max_size=3)


@settings(max_examples=_MANY or 4, deadline=None, phases=[Phase.generate])
@given(_HISTORIES)
def test_raw_tables_equal_those_of_a_full_build_after_any_history(
    history: list[tuple[list[Record], bool, bool]],
) -> None:
    with TemporaryDirectory() as name:
        data = Path(name)
        for number, (records, is_whole, is_built) in enumerate(history):
            kind = RunKind.FULL if is_whole else RunKind.DELTA
            write_run(Archive(archive_folder(data)), day(number), {"tigit": records}, kind)
            if is_built:
                _outcome(data, data / "readings")
        assert _outcome(data, data / "readings") == _outcome(data, data / "others")


def _outcome(data: Path, readings: Path) -> Tables | str:
    """Return the raw tables, or why there are none, as where no record can be read."""
    try:
        return filled(data, CONFIG, readings)[1]
    except TrialscapeError as error:
        return str(error)


@settings(max_examples=_MANY or 3, deadline=None, phases=[Phase.generate])
@given(_HISTORIES)
def test_all_tables_equal_those_of_a_build_from_scratch_after_any_history(
    history: list[tuple[list[Record], bool, bool]],
) -> None:
    """Labels, changes, estimates and the rows of each version are stored from build to build."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        data, other = Path(name) / "data", Path(name) / "other"
        patch.setattr(keep_tables, "_LEAST_KEPT", 0)
        for number, (records, is_whole, is_built) in enumerate(history):
            kind = RunKind.FULL if is_whole else RunKind.DELTA
            write_run(Archive(archive_folder(data)), day(number), {"tigit": records}, kind)
            if is_built:
                _published(data)
        shutil.copytree(archive_folder(data), archive_folder(other))
        found = _published(data)
        # The other build reads the JSON of all records.
        patch.setattr(keep_tables, "_LEAST_KEPT", 1_000_000)
        assert found == _published(other)


def _published(data: Path) -> dict[str, str] | str:
    """Return all tables, or why there are none."""
    try:
        return tables(build_warehouse(CONFIG, data).path)
    except TrialscapeError as error:
        return str(error)


def test_rows_of_a_version_are_made_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_tables, "_LEAST_KEPT", 0)
    monkeypatch.setattr(keep_tables, "_PART", 3)
    build_warehouse(CONFIG, data)
    folder = next(readings_folder(data).glob("*/tables/*"))
    before = parts.listed(folder)
    assert list(map(_rows_in, before)) == [3, 1]
    write_run(Archive(archive_folder(data)), day(80), {"tigit": [trial(1, "2026-03-25")]}, RunKind.DELTA)
    build_warehouse(CONFIG, data)
    (new,) = set(parts.listed(folder)) - set(before)
    assert parts.versions_in(new)[0][0] == "NCT00000001"
    assert _rows_in(new) == 1


def test_rows_of_a_trial_are_made_again_only_when_it_changed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_tables, "_LEAST_KEPT", 0)
    monkeypatch.setattr(keep_trial_rows, "_PART", 2)
    build_warehouse(CONFIG, data)
    folder = next(readings_folder(data).glob("*/trial-rows/*"))
    before = parts.listed(folder)
    assert list(map(_rows_in, before)) == [2, 1]
    changed = [trial(1, "2026-03-25", conditions=["Melanoma"], interventions=[("BIOLOGICAL", "TIL")])]
    write_run(Archive(archive_folder(data)), day(80), {"tigit": changed}, RunKind.DELTA)
    after = build_warehouse(CONFIG, data)
    (new,) = set(parts.listed(folder)) - set(before)
    assert [nct_id for nct_id, *_ in parts.versions_in(new)] == ["NCT00000001"]
    shutil.rmtree(readings_folder(data))
    assert tables(after.path) == tables(build_warehouse(CONFIG, data).path)


def _rows_in(part: Path) -> int:
    return len(parts.versions_in(part))


def test_the_published_file_holds_no_record(data: Path) -> None:
    with Warehouse(build_warehouse(CONFIG, data).path) as opened:
        _, columns = opened.query("SELECT DISTINCT column_name FROM duckdb_columns() WHERE data_type = 'JSON'")
        _, catalogs = opened.query("SELECT table_name FROM duckdb_tables() WHERE table_name = 'record'")
    assert (columns, catalogs) == ([], [])
