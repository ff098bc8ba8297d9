"""What a refresh asks for, day by day, and what becomes of trials that leave: a small registry over real HTTP."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from tests.support.folders.refresh_kit import fetched, held, leftover_files, make_config, trial
from tests.support.registry.faulty_registry import FaultyRegistry, faulty_registry
from trialscape.archive import Archive, Fate, HitEvent, RunInfo, RunKind
from trialscape.config.load import Config, load_config
from trialscape.errors import CheckError, RegistryChangedError, RegistryError, RegistryUnreachableError
from trialscape.steps.fetch.fetch_summary import fetch_sentences
from trialscape.steps.rows.change_rows import change_rows

# A week from Monday to Monday; the shipped settings sweep on Friday.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, NEXT = (f"2026-02-{day:02d}" for day in (2, 3, 4, 5, 6, 9))
FIRST = [trial(n, "alpha") for n in range(1, 31)] + [trial(n, "beta") for n in range(31, 41)]


@pytest.fixture
def registry() -> Iterator[FaultyRegistry]:
    with faulty_registry() as running:
        running.serve(MONDAY, FIRST)
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_config(tmp_path_factory.mktemp("plan") / "config")


@pytest.fixture(scope="module")
def config(folder: Path) -> Config:
    return load_config(folder)


@pytest.fixture
def data(tmp_path: Path, config: Config, registry: FaultyRegistry) -> Path:
    """Return a data folder into which Monday's edition was fetched in full."""
    data = tmp_path / "data"
    assert fetched(config, data, registry).kind is RunKind.FULL
    registry.expect()
    return data


def asked_since(registry: FaultyRegistry) -> list[str]:
    """Return for the first page of each walk the day from which it asked, "" for everything."""
    firsts = [unquote_plus(path) for path in registry.pages() if "countTotal" in path]
    return [match[1] if (match := re.search(r"RANGE\[([\d-]+),MAX\]", path)) else "" for path in firsts]


def events(data: Path, *numbers: int) -> list[tuple[str, HitEvent]]:
    ids = {f"NCT{number:08d}" for number in numbers}
    return [(hit.search, hit.event) for hit in Archive(data / "archive").hits() if hit.nct_id in ids]


def fates(data: Path) -> list[tuple[str, Fate, str]]:
    return [(item.nct_id, item.fate, item.detail) for item in Archive(data / "archive").fates()]


def test_a_known_edition_is_not_fetched_again(config: Config, data: Path, registry: FaultyRegistry) -> None:
    result = fetched(config, data, registry)
    assert fetch_sentences(result) == [f"The registry still serves edition {MONDAY}T09:00:05; nothing was fetched."]
    assert registry.asked == ["/api/v2/version"]
    assert len(Archive(data / "archive").runs()) == 1


def test_a_delta_starts_some_days_before_the_last_edition(config: Config, data: Path, registry: FaultyRegistry) -> None:
    """The window is inclusive: a record posted on its first day is found, one posted the day before is not."""
    changed = {
        1: trial(1, posted="2026-01-30", status="COMPLETED"),
        2: trial(2, posted="2026-01-29", status="COMPLETED"),
        31: trial(31, "beta", posted=TUESDAY, status="COMPLETED"),
    }
    registry.serve(TUESDAY, [changed.get(n, record) for n, record in enumerate(FIRST, start=1)])
    result = fetched(config, data, registry)
    assert result.kind is RunKind.DELTA
    assert asked_since(registry) == ["2026-01-30", "2026-01-30"]
    newest = [item.nct_id for item in Archive(data / "archive").history() if item.edition.startswith(TUESDAY)]
    assert newest == ["NCT00000001", "NCT00000031"]


def test_a_failed_search_starts_from_its_last_success(config: Config, data: Path, registry: FaultyRegistry) -> None:
    for day in (TUESDAY, WEDNESDAY):
        registry.serve(day, FIRST)
        registry.expect("503*@4")
        with pytest.raises(RegistryUnreachableError):
            fetched(config, data, registry)
    registry.serve(THURSDAY, FIRST)
    registry.expect()
    fetched(config, data, registry)
    assert asked_since(registry) == ["2026-01-30", "2026-01-30"]
    registry.serve("2026-02-10", FIRST)
    registry.expect()
    fetched(config, data, registry, full=True)
    registry.serve("2026-02-11", FIRST)
    registry.expect()
    fetched(config, data, registry)
    assert asked_since(registry) == ["2026-02-07", "2026-02-07"]


def test_the_sweep_of_the_set_weekday_finds_departures_and_silent_changes(
    config: Config, data: Path, registry: FaultyRegistry
) -> None:
    silent = trial(7, posted="2025-06-01", status="UNKNOWN")
    later = [silent if n == 7 else record for n, record in enumerate(FIRST, start=1) if n != 9]
    registry.serve(TUESDAY, later)
    assert fetched(config, data, registry).kind is RunKind.DELTA
    assert events(data, 9) == [("alphas", HitEvent.JOINED), ("alphas", HitEvent.SEEN)][:1]
    registry.serve(FRIDAY, later)
    registry.expect()
    result = fetched(config, data, registry)
    assert (result.kind, asked_since(registry)) == (RunKind.FULL, ["", ""])
    assert result.summary is not None
    assert (result.summary.changed, result.summary.left) == (1, 1)
    assert events(data, 9)[-1] == ("alphas", HitEvent.LEFT)


def test_a_week_without_a_run_on_its_weekday_is_swept_too(config: Config, data: Path, registry: FaultyRegistry) -> None:
    registry.serve(NEXT, FIRST)
    assert fetched(config, data, registry).kind is RunKind.FULL


def test_an_edition_older_than_the_last_is_swept(config: Config, data: Path, registry: FaultyRegistry) -> None:
    registry.serve("2026-01-28", FIRST)
    assert fetched(config, data, registry).kind is RunKind.FULL


def test_a_full_refresh_fetches_everything_of_a_known_edition(
    config: Config, data: Path, registry: FaultyRegistry
) -> None:
    fetched(config, data, registry, full=True)
    assert asked_since(registry) == ["", ""]


def test_an_edition_without_a_date_is_a_changed_registry(config: Config, data: Path, registry: FaultyRegistry) -> None:
    registry.serve("edition 7", FIRST)
    with pytest.raises(RegistryChangedError, match="'edition 7T09:00:05', which does not begin with a day"):
        fetched(config, data, registry)


def test_a_new_search_is_walked_in_full_also_when_the_edition_is_known(
    data: Path, registry: FaultyRegistry, tmp_path: Path
) -> None:
    more = make_config(tmp_path / "more", {"alphas": ["alpha"], "betas": ["beta"], "ones": ["trial 1 of"]})
    result = fetched(more, data, registry)
    assert (result.kind, result.whole, asked_since(registry)) == (RunKind.DELTA, ("ones",), [""])
    assert "Fetched in full, because their words changed: ones." in fetch_sentences(result)
    registry.serve(TUESDAY, FIRST)
    registry.expect()
    assert fetched(more, data, registry).whole == ()
    assert asked_since(registry) == ["2026-01-30"] * 3
    registry.expect()
    fetched(more, data, registry)
    assert registry.asked == ["/api/v2/version"]


def test_an_edited_search_is_walked_in_full_and_no_trial_departs(
    config: Config, data: Path, registry: FaultyRegistry, tmp_path: Path
) -> None:
    """The words now find ten other trials, five of the old ones, and let twenty-five go."""
    words = ["trial 2 of", "trial 3 of", "trial 4 of", "trial 5 of", "trial 6 of", "beta"]
    edited = make_config(tmp_path / "edited", {"alphas": words, "betas": ["beta"]})
    registry.serve(TUESDAY, FIRST)
    result = fetched(edited, data, registry)
    assert (result.kind, result.whole, asked_since(registry)) == (RunKind.DELTA, ("alphas",), ["", "2026-01-30"])
    assert result.summary is not None
    assert (result.summary.left, result.summary.back, result.summary.dropped) == (0, 0, 25)
    assert "25 more trials are no longer tracked, because the words of the searches changed." in fetch_sentences(result)
    assert events(data, 1)[-1] == ("alphas", HitEvent.DROPPED)
    assert ("alphas", HitEvent.ADDED) in events(data, 31)
    assert Archive(data / "archive").members() == {"alphas": 15, "betas": 10}
    assert registry.singles() == []
    rows = [row for row in change_rows(Archive(data / "archive"), config, {}) if row[3] == "left"]
    assert {(row[7], row[13]) for row in rows} == {("other_words", "low")}
    # From now on the new words are the old ones, and a trial that is not found has left.
    registry.serve(FRIDAY, FIRST[2:])
    result = fetched(edited, data, registry)
    assert result.summary is not None
    assert (result.summary.left, result.summary.dropped, events(data, 2)[-1]) == (1, 0, ("alphas", HitEvent.LEFT))
    assert fates(data) == [("NCT00000002", Fate.GONE, "")]


def test_a_removed_search_drops_its_trials_and_restarts_when_added_again(
    config: Config, data: Path, registry: FaultyRegistry, tmp_path: Path
) -> None:
    fewer = make_config(tmp_path / "fewer", {"alphas": ["alpha"]})
    result = fetched(fewer, data, registry, full=True)
    assert result.summary is not None
    assert (result.summary.left, result.summary.dropped) == (0, 10)
    assert Archive(data / "archive").members() == {"alphas": 30, "betas": 0}
    registry.serve(TUESDAY, FIRST)
    registry.expect()
    assert fetched(config, data, registry).whole == ("betas",)
    assert (asked_since(registry), events(data, 31)[-1]) == (["2026-01-30", ""], ("betas", HitEvent.ADDED))
    assert Archive(data / "archive").members() == {"alphas": 30, "betas": 10}


def test_a_search_without_trials_is_walked_in_full_each_time(
    tmp_path: Path, registry: FaultyRegistry, config: Config
) -> None:
    """An answer that is wrongly empty must not be taken for a search that is known."""
    data = tmp_path / "data"
    registry.expect("empty")
    result = fetched(config, data, registry)
    assert result.empty == ("alphas",)
    assert "Found nothing, so the next refresh fetches them in full again: alphas." in fetch_sentences(result)
    registry.serve(TUESDAY, FIRST)
    registry.expect()
    result = fetched(config, data, registry)
    assert asked_since(registry) == ["", "2026-01-30"]
    assert (result.empty, Archive(data / "archive").members()) == ((), {"alphas": 30, "betas": 10})


def test_without_any_trial_all_searches_are_walked_even_in_a_known_edition(
    tmp_path: Path, registry: FaultyRegistry, config: Config
) -> None:
    data = tmp_path / "data"
    registry.expect("empty", "empty")
    assert fetched(config, data, registry).empty == ("alphas", "betas")
    registry.expect()
    result = fetched(config, data, registry)
    assert asked_since(registry) == ["", ""]
    assert (result.empty, Archive(data / "archive").members()) == ((), {"alphas": 30, "betas": 10})
    registry.expect()
    assert fetched(config, data, registry).summary is None


def test_the_fate_of_each_departed_trial_is_archived(config: Config, data: Path, registry: FaultyRegistry) -> None:
    moved, withheld = trial(1, "gamma"), trial(2, "gamma", status="WITHHELD")
    registry.serve(FRIDAY, [moved, withheld, *FIRST[4:]])
    registry.aliases = {"NCT00000003": "NCT00000008"}
    result = fetched(config, data, registry)
    assert registry.singles() == ["NCT00000001", "NCT00000002", "NCT00000003", "NCT00000008", "NCT00000004"]
    assert fates(data) == [
        ("NCT00000001", Fate.UNMATCHED, "RECRUITING"),
        ("NCT00000002", Fate.WITHHELD, "WITHHELD"),
        ("NCT00000003", Fate.MERGED, "NCT00000008"),
        ("NCT00000004", Fate.GONE, ""),
    ]
    said = "1 still there but found by no search, 1 withheld, 1 merged into another, 1 gone"
    assert fetch_sentences(result)[1] == f"Of the trials that left, the registry says: {said}."
    assert fetch_sentences(result)[2] == "  NCT00000003 was merged into NCT00000008."
    newest = {item.nct_id: item.edition[:10] for item in Archive(data / "archive").versions()}
    assert [newest[f"NCT{n:08d}"] for n in (1, 2, 3, 4)] == [FRIDAY, FRIDAY, MONDAY, MONDAY]
    assert len(newest) == 40
    assert {row[2]: row[7] for row in change_rows(Archive(data / "archive"), config, {}) if row[3] == "left"} == {
        "NCT00000001": "unmatched",
        "NCT00000002": "withheld",
        "NCT00000003": "merged into NCT00000008",
        "NCT00000004": "gone",
    }
    assert result.summary is not None
    assert result.summary.left == 4
    registry.serve(NEXT, [moved, withheld, *FIRST[4:]])
    registry.expect()
    fetched(config, data, registry, full=True)
    assert registry.singles() == []


def test_a_trial_that_leaves_one_of_two_searches_is_not_looked_up(
    config: Config, data: Path, registry: FaultyRegistry
) -> None:
    registry.serve(TUESDAY, [trial(1, "alpha and beta", posted=TUESDAY), *FIRST[1:]])
    fetched(config, data, registry)
    registry.serve(FRIDAY, [trial(1, "beta", posted=FRIDAY), *FIRST[1:]])
    registry.expect()
    result = fetched(config, data, registry)
    assert events(data, 1)[-1] == ("alphas", HitEvent.LEFT)
    assert (result.summary.left if result.summary else None, registry.singles()) == (0, [])


def test_lookups_per_run_are_limited_and_the_rest_wait(data: Path, registry: FaultyRegistry, tmp_path: Path) -> None:
    few = load_config(make_config(tmp_path / "few", lookups_per_run="2"))
    registry.serve(FRIDAY, FIRST[5:])
    result = fetched(few, data, registry)
    assert (len(result.fate_lookups.fates), result.fate_lookups.waiting) == (2, 3)
    assert fetch_sentences(result)[-1] == "3 trials that left will be looked up by the next refresh."
    # One returns meanwhile and needs no look-up; a delta continues with the others.
    registry.serve(NEXT, [trial(3, posted=NEXT), *FIRST[5:]])
    result = fetched(few, data, registry)
    assert [nct_id for nct_id, _, _ in fates(data)] == [f"NCT{n:08d}" for n in (1, 2, 4, 5)]
    assert result.fate_lookups.waiting == 0
    assert events(data, 3)[-1] == ("alphas", HitEvent.BACK)


def test_a_trial_that_leaves_again_is_looked_up_again(config: Config, data: Path, registry: FaultyRegistry) -> None:
    for day, records in ((FRIDAY, FIRST[1:]), ("2026-02-13", FIRST), ("2026-02-20", FIRST[1:])):
        registry.serve(day, records)
        fetched(config, data, registry)
    assert fates(data) == [("NCT00000001", Fate.GONE, "")] * 2


@pytest.mark.parametrize("fault", ["404", "403", "500*", "garbage*", "reset*"])
def test_a_failed_lookup_gives_a_departed_trial_no_fate(
    config: Config, data: Path, registry: FaultyRegistry, fault: str
) -> None:
    """Above all a web page with 404, as a proxy would send it, is no word about a trial."""
    registry.serve(FRIDAY, FIRST[2:])
    registry.expect(f"{fault}@5")
    result = fetched(config, data, registry)
    assert (fates(data), result.fate_lookups.fates, result.fate_lookups.waiting) == ([], (), 2)
    assert "2 trials that left will be looked up by the next refresh: " in fetch_sentences(result)[-1]
    registry.serve(NEXT, FIRST[2:])
    registry.expect()
    fetched(config, data, registry)
    assert [fate for _, fate, _ in fates(data)] == [Fate.GONE] * 2


def test_a_search_that_shrank_too_much_fails_the_run_and_nothing_is_stored(
    config: Config, data: Path, registry: FaultyRegistry
) -> None:
    before = held(data)
    for day, records in ((FRIDAY, FIRST[7:]), (NEXT, FIRST[30:])):
        registry.serve(day, records)
        found = len(records) - 10
        with pytest.raises(CheckError, match=f"'alphas' found {found} trials and had 30 before; nothing was stored"):
            fetched(config, data, registry)
        assert held(data) == before
    # It was a temporary fault: the same edition, fetched again, is complete.
    registry.serve(NEXT, FIRST)
    registry.expect()
    result = fetched(config, data, registry)
    assert asked_since(registry) == ["", ""]
    assert (result.summary.left if result.summary else None) == 0


def test_a_loss_within_the_limit_or_confirmed_is_stored(config: Config, data: Path, registry: FaultyRegistry) -> None:
    registry.serve(FRIDAY, FIRST[6:])
    fetched(config, data, registry)
    assert Archive(data / "archive").members() == {"alphas": 24, "betas": 10}
    registry.serve("2026-02-13", FIRST[30:])
    with pytest.raises(CheckError):
        fetched(config, data, registry)
    fetched(config, data, registry, accept_shrink=True)
    assert Archive(data / "archive").members() == {"alphas": 0, "betas": 10}
    registry.serve("2026-02-20", FIRST)
    fetched(config, data, registry)
    assert Archive(data / "archive").members() == {"alphas": 30, "betas": 10}
    assert events(data, 1)[-1] == ("alphas", HitEvent.BACK)


def test_a_loss_of_two_of_few_trials_is_stored(data: Path, registry: FaultyRegistry, tmp_path: Path) -> None:
    few = make_config(tmp_path / "few", {"alphas": [f"trial {n} of" for n in (5, 6, 7, 8)], "betas": ["beta"]})
    fetched(few, data, registry)
    registry.serve(FRIDAY, [*FIRST[:4], *FIRST[6:]])
    fetched(few, data, registry)
    assert Archive(data / "archive").members() == {"alphas": 2, "betas": 10}
    # Three of ten are too many.
    registry.serve("2026-02-13", [*FIRST[:4], *FIRST[6:37]])
    with pytest.raises(CheckError, match="'betas' found 7 trials and had 10 before"):
        fetched(few, data, registry)


def test_an_edited_search_may_find_fewer_trials_but_not_none(
    data: Path, registry: FaultyRegistry, tmp_path: Path
) -> None:
    narrow = make_config(tmp_path / "narrow", {"alphas": ["trial 5 of"], "betas": ["beta"]})
    fetched(narrow, data, registry)
    assert Archive(data / "archive").members() == {"alphas": 1, "betas": 10}
    wrong = make_config(tmp_path / "narrow", {"alphas": ["trail 5 off"], "betas": ["beta"]})
    with pytest.raises(CheckError, match="found 0 trials and had 1 before"):
        fetched(wrong, data, registry)


def test_a_record_without_an_id_is_a_signal_and_no_trial_departs(
    config: Config, data: Path, registry: FaultyRegistry
) -> None:
    """It may be the very trial that is missing, so that the walk counts as short: the next asks for as much again."""
    nameless = trial(1)
    registry.serve(FRIDAY, [nameless, *FIRST[1:]])
    del nameless["protocolSection"]["identificationModule"]["nctId"]
    result = fetched(config, data, registry)
    assert [signal.kind for signal in result.signals] == ["unreadable_record"]
    assert (result.summary.left if result.summary else None) == 0
    assert Archive(data / "archive").last_edition("alphas") == f"{MONDAY}T09:00:05"


def test_a_wrong_system_clock_does_not_affect_the_plan(config: Config, data: Path, registry: FaultyRegistry) -> None:
    """The last run was in 2031 by a wrong clock; today's run is earlier, and fetches and counts as usual."""
    archive = Archive(data / "archive")
    entries = archive.runs()[-1].searches
    with archive.begin(RunInfo(RunKind.DELTA, f"{TUESDAY}T09:00:05", started=datetime(2031, 5, 1, tzinfo=UTC))) as run:
        for entry in entries:
            run.finish_search(entry.search, 0, query=entry.query)
        run.commit()
    registry.serve(WEDNESDAY, [trial(1, posted=WEDNESDAY, status="COMPLETED"), *FIRST[1:]])
    fetched(config, data, registry)
    assert asked_since(registry) == ["2026-01-31", "2026-01-31"]
    runs = archive.runs()
    assert [run.number for run in runs] == [1, 2, 3]
    assert sorted(run.run for run in runs) == [run.run for run in runs]
    assert runs[0].seen_at < runs[1].seen_at < runs[2].seen_at
    assert {item.nct_id: item.edition[:10] for item in archive.versions()}["NCT00000001"] == WEDNESDAY
    assert leftover_files(data) == []


def test_a_refusal_by_the_registry_changes_no_data(config: Config, data: Path, registry: FaultyRegistry) -> None:
    before = held(data)
    registry.serve(TUESDAY, FIRST)
    registry.expect("403")
    with pytest.raises(RegistryError):
        fetched(config, data, registry)
    assert held(data) == before
