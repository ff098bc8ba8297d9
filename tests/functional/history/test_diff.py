"""The command diff: two days of one archive, each built for the comparison or taken from a published file."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run
from tests.support.folders.days import at, on
from tests.support.tables.tables import read
from trialscape import __version__
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.steps.history.landscape import read_landscape
from trialscape.steps.history.past_landscape import open_past_landscape
from trialscape.steps.inputs.as_of import NOW, LandscapeMoment
from trialscape.steps.inputs.rules_history import record_rules_in_force, store_rules
from trialscape.warehouse.reader import open_current

CONFIG = load_config(config_folder(None))
FILTERS = ("--report", "A", "--dimension", "therapy", "--cohort", "tracked", "--scope", "all")


@pytest.fixture(scope="module")
def source(published_days: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a copy of the three runs and their published days."""
    data = Path(shutil.copytree(published_days, tmp_path_factory.mktemp("diff") / "data"))
    with open_current(data / "warehouse"):
        yield data


def listed(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    code, out, err = run("diff", *arguments, "--format", "json")
    assert code == 0, err
    rows: list[dict[str, Any]] = json.loads(out)
    return rows


def test_two_days_differ_by_new_departed_and_changed_trials(source: Path, run: Run) -> None:
    rows = listed(run, "2026-03-09", "now", "--data", source, *FILTERS)
    (total,) = [row for row in rows if row["report"] is None and row["cohort"] == "tracked"]
    # Trials 1, 2 and 4 were known on the 9th; 3 is new, 2 has left since.
    assert (total["trial_count_a"], total["trial_count_b"], total["new"], total["left"]) == (3, 3, 1, 1)
    assert (total["as_of_a"], total["as_of_b"], total["clock_a"]) == ("2026-03-09", "2026-03-20", "seen")
    cells = [row for row in rows if row["report"] == "A"]
    (cell,) = [row for row in cells if row["trial_count_b"]]
    assert (cell["trial_count_a"], cell["trial_count_b"], cell["new"], cell["left"]) == (3, 3, 1, 1)
    assert (cell["pipeline_share_a"], cell["pipeline_share_b"]) == (1, 1)
    assert cell["pipeline_share_low_a"] == cell["pipeline_share_low_b"] < 1
    warehouse = source / "warehouse" / (source / "warehouse" / "current").read_text().strip()
    query = (
        "SELECT segment, trial_count FROM marts.segment_pipeline WHERE report = 'A' AND dimension = 'therapy' "
        "AND cohort = 'tracked' AND scope = 'all' AND counting = 'whole'"
    )
    expected = {row["segment"]: row["trial_count"] for row in read(warehouse, query)}
    assert {row["segment"]: row["trial_count_b"] for row in cells} == expected


def test_the_registry_clock_dates_changes_by_their_posting(source: Path, run: Run) -> None:
    seen = listed(run, "2026-03-09", "2026-03-19", "--data", source, *FILTERS)
    said = listed(run, "2026-03-09", "2026-03-19", "--data", source, "--registry-clock", *FILTERS)
    (by_us,) = [row for row in seen if row["report"] is None and row["cohort"] == "tracked"]
    (by_it,) = [row for row in said if row["report"] is None and row["cohort"] == "tracked"]
    # The registry had posted trial 3 on the 8th; we saw it on the 10th.
    assert (by_us["new"], by_it["new"], by_it["trial_count_a"], by_it["clock_a"]) == (1, 0, 4, "registry")


@pytest.mark.parametrize("counting", ["whole", "fractional", "per_site"])
@pytest.mark.parametrize("cohort", ["tracked", "io", "act", "refractory"])
def test_the_trials_of_each_cell_add_up_to_its_figure(demo_source: Path, counting: str, cohort: str) -> None:
    """In every scope, because none is asked for."""
    asked = {"counting": counting, "cohort": cohort, "scope": None, "report": None, "dimension": None, "segment": None}
    with open_current(demo_source / "warehouse") as warehouse:
        land = read_landscape(warehouse, asked)
    assert land.figures
    assert set(land.members) <= set(land.figures)
    for cell, figures in land.figures.items():
        assert sum(land.members.get(cell, {}).values()) == pytest.approx(figures["trial_count"]), cell


def test_the_table_of_a_diff_names_days_clock_and_snapshots(source: Path, run: Run) -> None:
    code, out, _ = run("diff", "2026-03-19", "now", "--data", source, *FILTERS)
    assert code == 0
    assert "All trials of scope all: 2026-03-19 to now, clock seen" in out
    assert "1 trial is tracked on both days with records that differ." in out
    assert "A: snapshot 2026-03-19-" in out
    assert "not a share of revenue" in out


def test_a_published_file_is_used_if_moment_and_clock_agree(source: Path) -> None:
    published = source / "warehouse"
    before = sorted(published.iterdir())
    with open_past_landscape(CONFIG, source, NOW) as newest:
        assert newest.path.parent == published
    # The newest landscape was built for the 20th, the day of its edition; by the registry's clock it is another.
    with open_past_landscape(CONFIG, source, LandscapeMoment(on(20))) as same:
        assert same.path == newest.path
    with open_past_landscape(CONFIG, source, LandscapeMoment(on(20), registry_clock=True)) as other:
        assert other.path.parent != published
        built = other.path
    assert not built.exists()
    assert sorted(published.iterdir()) == before


def test_a_file_built_by_other_code_is_not_used(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release is the same in both; one of the source files is not."""
    monkeypatch.setattr("trialscape.steps.history.past_landscape.code_version", lambda: f"{__version__}+000000000000")
    with open_past_landscape(CONFIG, source, NOW) as newest:
        assert newest.path.parent != source / "warehouse"


def test_a_damaged_published_file_is_skipped(source: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(source, tmp_path / "data"))
    (data / "warehouse" / "2026-03-20-broken.duckdb").write_bytes(b"no database" * 1000)
    with open_past_landscape(CONFIG, data, NOW) as newest:
        assert newest.path.parent == data / "warehouse"


def test_moves_due_to_rules_are_reported_separately(source: Path, tmp_path: Path, run: Run) -> None:
    data = Path(shutil.copytree(source, tmp_path / "data"))
    shutil.rmtree(data / "rules")
    before = Path(shutil.copytree(config_folder(None), tmp_path / "before"))
    text = (before / "cohorts.toml").read_text(encoding="utf-8")
    narrowed = text.replace('ici_setting = ["required"]', 'ici_setting = ["excluded"]')
    assert narrowed != text
    (before / "cohorts.toml").write_text(narrowed, encoding="utf-8")
    for config, day in ((load_config(before), 1), (CONFIG, 15)):
        store_rules(data, config)
        record_rules_in_force(data, config, at(day))
    days = ("2026-03-12", "2026-03-19", "--data", data, "--report", "A", "--dimension", "therapy", "--scope", "all")
    (then,) = [
        row for row in listed(run, *days, "--rules-of-then") if row["segment_title"] == "all trials" and is_of(row)
    ]
    # No record changed between these days; the cohort did.
    assert (then["trial_count_a"], then["trial_count_b"], then["moved_in_by_rules"], then["moved_in_by_record"]) == (
        0,
        4,
        4,
        0,
    )
    assert then["snapshot_id_a"].split("-")[-1] != then["snapshot_id_b"].split("-")[-1]
    (today,) = [row for row in listed(run, *days) if row["segment_title"] == "all trials" and is_of(row)]
    assert (today["trial_count_a"], today["trial_count_b"], today["moved_in_by_rules"]) == (4, 4, 0)


def is_of(row: dict[str, Any]) -> bool:
    return bool(row["cohort"] == "refractory")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2026-03-19", "2026-03-09"), "2026-03-19 is later than 2026-03-09; name the earlier day first"),
        (("now", "2026-03-09"), "'now' must come second"),
        (("yesterday", "now"), "'yesterday' is not a day"),
        (("2026-03-09", "2999-01-01"), "is in the future"),
        (("2026-03-09", "now", "--rules-of-then"), "No rules of 2026-03-09 are stored (they begin on"),
        (("2026-03-19", "now", "--segment", "nowhere"), "There is no segment 'nowhere'"),
        (("2026-03-19", "now", "--scope", "early"), "There is no scope 'early'; there are active, all, late."),
    ],
)
def test_an_invalid_request_is_refused_with_a_reason(
    source: Path, run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    code, _, err = run("diff", *arguments, "--data", source)
    assert (code, sentence in err) == (2, True), err
