"""The landscape of past days: as we knew it and as the registry had posted it, by today's and by past rules."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.functional.conftest import Built, Run
from tests.support.folders.days import at, on
from tests.support.tables.tables import read
from trialscape.config.load import load_config
from trialscape.errors import ArchiveError, UsageError
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.steps.history.past_landscape import build_past_landscape
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.steps.inputs.rules_history import record_rules_in_force, rules_on_day, rules_timeline, store_rules
from trialscape.steps.run.refresh import has_unpublished_run

CONFIG = load_config(config_folder(None))


@pytest.fixture
def data(archive_of_three_runs: Path, tmp_path: Path) -> Path:
    """Return a copy of the archive that a test may add to."""
    return Path(shutil.copytree(archive_of_three_runs, tmp_path / "data"))


def landscape(path: Path) -> dict[str, str]:
    rows = read(path, "SELECT nct_id, overall_status, brief_title FROM marts.trial ORDER BY nct_id")
    return {row["nct_id"][-1]: f"{row['overall_status']} {row['brief_title']}" for row in rows}


def changes(path: Path) -> set[tuple[str, str]]:
    rows = read(path, "SELECT nct_id, kind FROM marts.change WHERE materiality <> 'low' OR kind <> 'new'")
    return {(row["nct_id"][-1], row["kind"]) for row in rows}


def test_a_past_day_shows_the_state_at_its_end(built: Built) -> None:
    first, second, last = (built(day) for day in (9, 19, None))
    assert landscape(first) == {"1": "RECRUITING Drug 1", "2": "RECRUITING Drug 2", "4": "RECRUITING Drug 4"}
    assert landscape(second) == landscape(first) | {"1": "TERMINATED Drug 1", "3": "RECRUITING Drug 3"}
    assert landscape(last) == {
        "1": "TERMINATED Drug 1",
        "3": "RECRUITING Drug 3",
        "4": "RECRUITING Drug 4, renamed",
    }
    assert changes(first) == set()
    assert changes(second) == {("1", "status"), ("3", "new")}
    assert changes(last) == {("1", "status"), ("3", "new"), ("2", "left"), ("4", "title")}
    hits = read(second, "SELECT nct_id, last_seen, left_at FROM raw.search_hit ORDER BY nct_id")
    assert [row["left_at"] for row in hits] == [None] * 4
    assert max(row["last_seen"] for row in hits) == at(10).replace(tzinfo=None)


def test_the_snapshot_names_its_moment_and_clock(built: Built) -> None:
    (past,) = read(built(19), "FROM meta.snapshot")
    assert (past["as_of"], past["is_past"], past["clock"], past["rules"]) == (on(19), True, "seen", "today")
    assert (past["edition"], past["archive_run"][:6]) == ("2026-03-10T09:00:05", "000002")
    (now,) = read(built(None), "FROM meta.snapshot")
    assert (now["as_of"], now["is_past"], now["archive_run"][:6]) == (on(20), False, "000003")
    (said,) = read(built(5, registry_clock=True), "FROM meta.snapshot")
    assert (said["as_of"], said["clock"], said["archive_run"][:6]) == (on(5), "registry", "000003")
    assert said["snapshot_id"].startswith("2026-03-05-registry-")
    assert len({row["capsule_hash"] for row in (past, now, said)}) == 3


def test_the_registry_clock_shows_what_was_posted(built: Built) -> None:
    # On the 5th the registry said that trial 1 was over, which we saw on the 10th only; trial 3 was not yet posted.
    on_5th = built(5, registry_clock=True)
    assert landscape(on_5th) == {"1": "TERMINATED Drug 1", "2": "RECRUITING Drug 2", "4": "RECRUITING Drug 4"}
    assert changes(on_5th) == {("1", "status")}
    assert landscape(built(5))["1"] == "RECRUITING Drug 1"
    # On the 8th trial 3 is there; trial 2 leaves and trial 4 changes when we saw it, since nothing was posted.
    assert set(landscape(built(8, registry_clock=True))) == {"1", "2", "3", "4"}
    on_19th, on_20th = (built(day, registry_clock=True) for day in (19, 20))
    assert set(landscape(on_19th)) == {"1", "2", "3", "4"}
    assert landscape(on_20th) == landscape(built(None))


def test_the_registry_clock_covers_days_before_the_first_run(data: Path, tmp_path: Path) -> None:
    moment = LandscapeMoment(dt.date(2025, 7, 1), registry_clock=True)
    path = build_past_landscape(CONFIG, data, moment, folder=tmp_path / "old").path
    # Trial 2 was last posted in December: what it said before was never seen.
    assert set(landscape(path)) == {"1", "4"}
    (row,) = read(path, "SELECT min(first_seen) AS first FROM raw.search_hit")
    assert row["first"] == dt.datetime(2025, 6, 1)  # noqa: DTZ001


def test_a_day_before_the_archive_is_refused_with_a_reason(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="has no trial on 2026-02-01, because it begins on 2026-03-01"):
        build_past_landscape(CONFIG, data, LandscapeMoment(dt.date(2026, 2, 1)), folder=tmp_path)
    with pytest.raises(ArchiveError, match="No trial is known as of 2020-01-01"):
        build_past_landscape(CONFIG, data, LandscapeMoment(dt.date(2020, 1, 1), registry_clock=True), folder=tmp_path)


def other_rules(tmp_path: Path) -> Path:
    """Return a configuration whose only search for these trials is gone, and whose axes differ by a remark."""
    folder = Path(shutil.copytree(config_folder(None), tmp_path / "other"))
    for name in ("axes/modality.toml", "changes.toml"):
        with (folder / name).open("a", encoding="utf-8") as stream:
            stream.write("\n# A remark.\n")
    return folder


def test_rules_in_force_are_stored_with_their_dates(data: Path, built: Built, tmp_path: Path) -> None:
    other = load_config(other_rules(tmp_path))
    assert other.rule_version != CONFIG.rule_version
    for config, day in ((other, 1), (CONFIG, 15), (CONFIG, 16)):
        store_rules(data, config)
        record_rules_in_force(data, config, at(day))
    assert rules_timeline(data) == [(at(1), other.figure_version), (at(15), CONFIG.figure_version)]
    path = build_past_landscape(CONFIG, data, LandscapeMoment(on(9), rules_of_then=True), folder=tmp_path / "then").path
    (then,) = read(path, "FROM meta.snapshot")
    assert (then["rules"], then["rule_version"]) == ("then", other.rule_version)
    (today,) = read(built(9), "FROM meta.snapshot")
    assert (today["rules"], today["rule_version"]) == ("today", CONFIG.rule_version)
    with rules_on_day(data, on(19), CONFIG) as later:
        assert later.rule_version == CONFIG.rule_version
    with pytest.raises(UsageError, match="they begin on 2026-03-01"), rules_on_day(data, dt.date(2026, 2, 1), CONFIG):
        pass


def test_publishing_stores_the_rules_and_building_a_past_day_does_not(data: Path, tmp_path: Path) -> None:
    build_warehouse(CONFIG, data)
    assert not has_unpublished_run(data)
    build_past_landscape(load_config(other_rules(tmp_path)), data, LandscapeMoment(on(19)))
    assert "2026-03-19" in (data / "warehouse" / "current").read_text()
    assert [version for _, version in rules_timeline(data)] == [CONFIG.figure_version]
    # The next refresh has to publish the newest state again.
    assert has_unpublished_run(data)


def test_a_damaged_copy_of_rules_is_refused(data: Path) -> None:
    store_rules(data, CONFIG)
    record_rules_in_force(data, CONFIG, at(1))
    copy = data / "rules" / f"{CONFIG.figure_version}.zip"
    other = copy.with_name(f"{'0' * 12}.zip")
    copy.rename(other)
    (data / "rules" / "in-force" / f"20260305T000000Z-000001-{'0' * 12}").touch()
    with pytest.raises(ArchiveError, match="are damaged"), rules_on_day(data, on(9), CONFIG):
        pass
    other.write_bytes(b"no zip")
    with pytest.raises(ArchiveError, match="cannot be read"), rules_on_day(data, on(9), CONFIG):
        pass


def test_the_command_reports_what_it_wrote(data: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "past.duckdb"
    code, out, _ = run("build", "--data", data, "--as-of", "2026-03-09", "--output", file)
    assert (code, out.startswith(f"Wrote {file} with 3 trials")) == (0, True)
    assert not (data / "warehouse").exists()
    assert len(landscape(file)) == 3
    code, _, err = run("build", "--data", data, "--as-of", "2026-03-09", "--output", file)
    assert (code, "exists already" in err) == (2, True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--registry-clock",), "need --as-of DAY"),
        (("--as-of", "2999-01-01"), "is in the future"),
        (("--as-of", "2026-03-09", "--rules-of-then"), "are stored (none are stored yet)"),
        (("--as-of", "2026-03-09", "--rules-of-then", "--config", str(config_folder(None))), "cannot be combined with"),
    ],
)
def test_an_invalid_request_is_refused_with_a_reason(
    data: Path, run: Run, options: tuple[str, ...], sentence: str
) -> None:
    code, _, err = run("build", "--data", data, *options)
    assert (code, sentence in err) == (2, True)
