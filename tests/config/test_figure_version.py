"""Whatever decides a figure is part of the snapshot's id and of the capsule hash."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import trialscape
from tests.support.records.studies import make_record
from tests.support.tables.tables import NOW, World, build, read, snapshot
from trialscape import __version__
from trialscape.config.load import figure_version, rule_version
from trialscape.paths import shipped_folder
from trialscape.program_version import code_version, hash_of

CONFIG = shipped_folder("config")
PACKAGE = Path(trialscape.__file__).parent
FILES = sorted(
    path.relative_to(CONFIG).as_posix()
    for path in CONFIG.rglob("*")
    if path.is_file() and path.name not in ("settings.toml", "expectations.toml", "names.toml", "watchlists.toml")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def _touch(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize("file", FILES)
def test_each_file_that_affects_figures_changes_the_version(folder: Path, file: str) -> None:
    before = figure_version(folder)
    _touch(folder / file)
    assert figure_version(folder) != before


def test_files_that_affect_figures_include_reports_words_weights_cohorts_and_searches() -> None:
    assert {
        "reports/checkpoint-refractory.toml", "reports/adoptive-cell-therapy.toml", "claim_words.toml", "weights.toml",
        "cohorts.toml", "searches.toml", "overrides.csv", "axes/therapy.toml", "terms/companies.csv",
    } <= set(FILES)  # fmt: skip


def test_an_added_report_changes_the_figure_version_only(folder: Path) -> None:
    figures, rules = figure_version(folder), rule_version(folder)
    shutil.copy(folder / "reports" / "patient-guide.toml", folder / "reports" / "another.toml")
    assert figure_version(folder) != figures
    assert rule_version(folder) == rules


@pytest.mark.parametrize("file", ["settings.toml", "expectations.toml", "names.toml", "watchlists.toml"])
def test_settings_of_the_registry_client_do_not_change_the_version(folder: Path, file: str) -> None:
    before = figure_version(folder)
    _touch(folder / file)
    assert figure_version(folder) == before


@pytest.mark.parametrize("file", ["classify/population/line_of_therapy.py", "study/known_fields.txt", "steps/new.py"])
def test_each_source_file_changes_the_version_of_the_code(tmp_path: Path, file: str) -> None:
    package = Path(shutil.copytree(PACKAGE, tmp_path / "trialscape", ignore=shutil.ignore_patterns("__pycache__")))
    assert code_version() == f"{__version__}+{hash_of(package)}"
    with (package / file).open("a", encoding="utf-8") as handle:
        handle.write("\n")
    assert code_version() != f"{__version__}+{hash_of(package)}"


def test_files_that_are_not_source_do_not_change_the_version(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")
    before = hash_of(tmp_path)
    for name in ("_bundled/sql/a.txt", "__pycache__/a.cpython-311.pyc", "py.typed"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert hash_of(tmp_path) == before


def test_every_fact_of_a_snapshot_changes_the_capsule() -> None:
    one = snapshot(dt.date(2026, 3, 1))
    others = [
        replace(one, snapshot_id="x"),
        replace(one, as_of=dt.date(2026, 3, 2)),
        replace(one, edition="x"),
        replace(one, is_demo=True),
        replace(one, rule_version="x"),
        replace(one, figure_version="x"),
        replace(one, code_version="x"),
        replace(one, report_versions={"A": "2"}),
    ]
    hashes = [dict(item.facts("sql", "data"))["capsule_hash"] for item in (one, *others)]
    hashes += [dict(one.facts(*versions))["capsule_hash"] for versions in (("x", "data"), ("sql", "x"))]
    assert len(set(hashes)) == 11


def _data_version(folder: Path, title: str, *, left: bool = False) -> str:
    world = World()
    world.track(make_record("NCT00000001", title=title), make_record("NCT00000002"))
    world.add("search", [{"search": "s1"}])
    world.rows("search_hit")[1]["left_at"] = NOW if left else None
    path = build(world, folder)
    return str(read(path, "SELECT data_version FROM meta.snapshot")[0]["data_version"])


def test_records_and_hits_change_the_version_of_the_data(tmp_path: Path) -> None:
    first, again = (_data_version(tmp_path / name, "A") for name in "ab")
    assert first == again
    assert len({first, _data_version(tmp_path / "c", "B"), _data_version(tmp_path / "d", "A", left=True)}) == 3
