"""One record that cannot be read, and signals of records that are no more: neither blocks what comes after."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run
from tests.support.folders.refresh_kit import fetched, make_config, trial
from tests.support.records.studies import Record
from tests.support.registry.faulty_registry import FaultyRegistry, faulty_registry
from tests.support.tables.tables import read
from trialscape.archive import Archive, RunInfo, RunKind
from trialscape.config.load import Config, load_config
from trialscape.errors import ArchiveError, CheckError
from trialscape.steps.build.build_warehouse import BuildResult, build_warehouse
from trialscape.study import enums

MONDAY, TUESDAY, FRIDAY = ("2026-02-02", "2026-02-03", "2026-02-06")
GOOD = [trial(number, "alpha") for number in range(1, 21)]
BAD = "NCT00000099"


@pytest.fixture
def registry() -> Iterator[FaultyRegistry]:
    with faulty_registry() as running:
        running.serve(MONDAY, GOOD)
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_config(tmp_path_factory.mktemp("poison") / "config", {"alphas": ["alpha"]})


@pytest.fixture(scope="module")
def config(folder: Path) -> Config:
    return load_config(folder)


def broken(number: int) -> Record:
    """Return a record whose interventions are words, after which nothing of it can be read."""
    record = trial(number, "alpha", posted="2026-02-05")
    record["protocolSection"]["armsInterventionsModule"]["interventions"] = ["Drug: nivolumab"]
    return record


def odd(number: int, posted: str = "2026-01-30") -> Record:
    """Return a record with a kind of intervention that the specification does not name."""
    record = trial(number, "alpha", posted=posted)
    record["protocolSection"]["armsInterventionsModule"]["interventions"][0]["type"] = "NEW_KIND"
    return record


def signal_rows(built: BuildResult) -> list[tuple[Any, ...]]:
    rows = read(built.path, "SELECT kind, place, value, nct_id FROM raw.signal ORDER BY ALL")
    return [tuple(row.values()) for row in rows]


def archive_holding(data: Path, records: list[Record]) -> Archive:
    """Return an archive as an older version wrote it, which stored whatever had an id."""
    archive = Archive(data / "archive")
    with archive.begin(RunInfo(RunKind.FULL, f"{MONDAY}T09:00:05", started=datetime(2026, 2, 2, tzinfo=UTC))) as run:
        for record in records:
            run.add(record, "alphas")
        run.finish_search("alphas", len(records))
        run.commit()
    return archive


def test_an_unreadable_record_is_reported_and_the_others_continue(
    config: Config, registry: FaultyRegistry, tmp_path: Path
) -> None:
    registry.serve(MONDAY, [*GOOD, broken(99)])
    result = fetched(config, tmp_path, registry)
    assert [(signal.kind, signal.place, signal.nct_id) for signal in result.signals] == [
        ("unreadable_record", "alphas", BAD)
    ]
    archive = Archive(tmp_path / "archive")
    assert BAD not in archive.known()
    assert archive.members() == {"alphas": 20}
    assert archive.last_edition("alphas") == f"{MONDAY}T09:00:05"
    built = build_warehouse(config, tmp_path)
    assert built.trials == 20
    assert [row[:2] + row[3:] for row in signal_rows(built)] == [("unreadable_record", "alphas", BAD)]


def test_a_trial_above_the_text_budget_is_published_with_a_signal(
    config: Config, registry: FaultyRegistry, tmp_path: Path
) -> None:
    huge = trial(77, "alpha", posted="2026-01-30")
    length = config.text.budget.most_characters + 1
    huge["protocolSection"]["descriptionModule"] = {"detailedDescription": "x" * length}
    registry.serve(MONDAY, [*GOOD, huge])
    fetched(config, tmp_path, registry)
    built = build_warehouse(config, tmp_path)
    assert built.trials == 21
    (row,) = signal_rows(built)
    assert (row[0], row[1], row[3]) == ("too_long", "classification", "NCT00000077")
    labels = read(built.path, "SELECT DISTINCT is_default FROM raw.verdict WHERE nct_id = 'NCT00000077'")
    assert [tuple(label.values()) for label in labels] == [(True,)]


def test_a_tracked_trial_keeps_its_version_while_the_newest_cannot_be_read(
    config: Config, registry: FaultyRegistry, tmp_path: Path
) -> None:
    fetched(config, tmp_path, registry)
    registry.serve(FRIDAY, [broken(1), *GOOD[1:19]])
    result = fetched(config, tmp_path, registry)
    assert result.summary is not None
    # Trial 20 has left; trial 1 has not, although nothing new of it can be read.
    assert (result.summary.left, result.summary.changed) == (1, 0)
    built = build_warehouse(config, tmp_path)
    assert built.trials == 19
    assert [row[3] for row in signal_rows(built)] == ["NCT00000001"]
    registry.serve("2026-02-13", GOOD[:19])
    fetched(config, tmp_path, registry)
    assert signal_rows(build_warehouse(config, tmp_path)) == []


def test_an_archive_with_an_unreadable_record_can_be_built(
    config: Config, folder: Path, registry: FaultyRegistry, tmp_path: Path, run: Run
) -> None:
    archive = archive_holding(tmp_path, [*GOOD, broken(99)])
    assert BAD in archive.known()
    built = build_warehouse(config, tmp_path)
    assert built.trials == 20
    assert [row[:2] + row[3:] for row in signal_rows(built)] == [("unreadable_record", "archive", BAD)]
    options = ["--data", tmp_path, "--config", folder]
    assert run("explain", "NCT00000001", *options)[0] == 0
    code, out, err = run("explain", "NCT00000001", BAD, "--format", "json", *options)
    assert ([item["nct_id"] for item in json.loads(out)], code) == (["NCT00000001"], 3)
    assert f"The stored record cannot be read: {BAD} (" in err
    code, out, err = run("rules", "diff", folder, folder, "--data", tmp_path)
    assert (code, "0 labels gained or lost" in out, BAD in err) == (3, True, True)
    assert run("diff", MONDAY, "now", *options)[0] == 0
    code, out, _ = run("status", *options)
    assert (code, "signal unreadable_record" in out) == (0, True)
    # Its next readable version is an ordinary one, and its history begins there.
    registry.serve(FRIDAY, [*GOOD, trial(99, "alpha", posted="2026-02-05")])
    fetched(config, tmp_path, registry)
    built = build_warehouse(config, tmp_path)
    assert (built.trials, signal_rows(built)) == (21, [])


@pytest.mark.parametrize("number", [99, 1])
def test_a_later_version_that_cannot_be_read_is_left_out_as_in_a_first_build(
    config: Config, tmp_path: Path, number: int
) -> None:
    """Readable new versions are read beside the statements, but one that is refused is in none of their tables."""
    archive_holding(tmp_path, GOOD)
    assert build_warehouse(config, tmp_path).trials == 20
    changed = {record["protocolSection"]["identificationModule"]["nctId"]: record for record in GOOD}
    later = [broken(number), trial(2, "alpha", posted="2026-02-05", status="COMPLETED")]
    changed |= {record["protocolSection"]["identificationModule"]["nctId"]: record for record in later}
    archive_holding(tmp_path, list(changed.values()))
    built = build_warehouse(config, tmp_path)
    assert (built.classified, built.trials) == (2, 20 if number == 99 else 19)
    assert [row[:2] + row[3:] for row in signal_rows(built)] == [("unreadable_record", "archive", f"NCT{number:08d}")]
    status = "SELECT overall_status FROM staging.study WHERE nct_id = 'NCT00000002'"
    assert read(built.path, status) == [{"overall_status": "COMPLETED"}]


def test_an_archive_of_unreadable_records_only_is_refused(config: Config, tmp_path: Path) -> None:
    archive_holding(tmp_path, [broken(99)])
    with pytest.raises(ArchiveError, match="None of the 1 records in the archive can be read"):
        build_warehouse(config, tmp_path)


def test_only_signals_of_current_records_are_counted(
    config: Config, registry: FaultyRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "protocolSection.armsInterventionsModule.interventions[].type"
    registry.serve(MONDAY, [odd(number) for number in range(1, 21)])
    fetched(config, tmp_path, registry)
    with pytest.raises(CheckError, match=r"100.0% of trials have unknown enumeration values"):
        build_warehouse(config, tmp_path)
    # The registry takes the value back but for one trial, whose record changes otherwise.
    registry.serve(FRIDAY, [odd(1, "2026-02-05"), *GOOD[1:]])
    fetched(config, tmp_path, registry)
    built = build_warehouse(config, tmp_path)
    assert signal_rows(built) == [("unknown_enum", place, "NEW_KIND", "NCT00000001")]
    assert len(Archive(tmp_path / "archive").signals()) == 20
    # A version of the program that knows the value does not report it.
    monkeypatch.setitem(enums.ENUMS, place, enums.ENUMS[place] | {"NEW_KIND"})
    assert signal_rows(build_warehouse(config, tmp_path)) == []


def test_departed_trials_are_not_counted_or_checked(config: Config, registry: FaultyRegistry, tmp_path: Path) -> None:
    registry.serve(MONDAY, [*GOOD, odd(40), odd(41)])
    fetched(config, tmp_path, registry)
    registry.serve(FRIDAY, GOOD)
    fetched(config, tmp_path, registry)
    built = build_warehouse(config, tmp_path)
    (row,) = read(built.path, "SELECT count(*) AS n FROM staging.tracked")
    assert (built.trials, row["n"], signal_rows(built)) == (20, 20, [])


def test_searches_without_any_trial_are_reported(run: Run, tmp_path: Path, registry: FaultyRegistry) -> None:
    folder = make_config(tmp_path / "config", {"gammas": ["gamma"]})
    options = ["--data", tmp_path / "data", "--config", folder]
    code, _, err = run("refresh", *options, "--base-url", registry.base_url)
    assert (code, err) == (
        13,
        "The searches found no trial, so nothing was published; check the words in searches.toml.\n",
    )
    # What is wrong is asked again, and once there is a trial it is published.
    assert run("refresh", *options, "--base-url", registry.base_url)[0] == 13
    registry.serve(TUESDAY, [trial(number, "gamma") for number in range(1, 4)])
    code, out, _ = run("refresh", *options, "--base-url", registry.base_url)
    assert (code, " with 3 trials, rules " in out) == (0, True)
