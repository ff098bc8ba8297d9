"""What the archive answers: as of any day, by either clock, and which search held which trial when."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.support.folders.archive_kit import day, titles, trial, write_run
from trialscape.archive import Archive, HitEvent, Membership, RunInfo, RunKind
from trialscape.archive import reader as archive_reader
from trialscape.errors import UsageError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "a folder [with] 'odd' {signs}")


def test_as_of_returns_the_versions_seen_by_that_time(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1, "A")]})
    write_run(archive, day(7), {"til": [trial(1, "B"), trial(2, "X")]})
    assert titles(archive, day(0) - timedelta(seconds=1)) == {}
    assert titles(archive, day(0)) == {"NCT00000001": "A"}
    assert titles(archive, day(7) - timedelta(seconds=1)) == {"NCT00000001": "A"}
    assert titles(archive, day(7)) == titles(archive) == {"NCT00000001": "B", "NCT00000002": "X"}


def test_as_of_a_date_includes_the_whole_day_and_respects_time_zones(archive: Archive) -> None:
    write_run(archive, datetime(2026, 2, 10, 6, tzinfo=UTC), {"til": [trial(1, "A")]})
    assert [item.nct_id for item in archive.versions(date(2026, 2, 10))] == ["NCT00000001"]
    assert list(archive.versions(date(2026, 2, 9))) == []
    east = timezone(timedelta(hours=9))
    assert list(archive.versions(datetime(2026, 2, 10, 14, 59, tzinfo=east))) == []
    assert len(list(archive.versions(datetime(2026, 2, 10, 15, 0, tzinfo=east)))) == 1
    with pytest.raises(UsageError, match="no time zone"):
        archive.versions(datetime(2026, 2, 10))  # noqa: DTZ001 - a moment without a zone is the mistake under test.


def test_the_registry_clock_uses_the_date_of_posting(archive: Archive) -> None:
    """Versions: posted 2 January, seen 5; posted 8, seen 12; silently changed, seen 19."""
    write_run(archive, day(0), {"til": [trial(1, "A", posted="2026-01-02")]})
    write_run(archive, day(7), {"til": [trial(1, "B", posted="2026-01-08")]})
    write_run(archive, day(14), {"til": [trial(1, "C", posted="2026-01-08")]})
    said = {
        on.day: titles(archive, on, registry_clock=True).get("NCT00000001")
        for on in (datetime(2026, 1, number, 12, tzinfo=UTC) for number in (1, 2, 7, 8, 18, 19))
    }
    assert said == {1: None, 2: "A", 7: "A", 8: "B", 18: "B", 19: "C"}
    assert titles(archive, registry_clock=True) == {"NCT00000001": "C"}


def test_a_record_without_a_post_date_is_dated_by_the_run_that_saw_it(archive: Archive) -> None:
    write_run(archive, day(3), {"til": [trial(1, "A", posted="")]})
    assert titles(archive, day(2), registry_clock=True) == {}
    assert titles(archive, day(3), registry_clock=True) == {"NCT00000001": "A"}


def shown(memberships: Iterable[Membership]) -> dict[str, tuple[int, int, int | None]]:
    """Return first seen, last seen and left as numbers of days."""
    return {
        f"{item.search} {int(item.nct_id[3:])}": (
            (item.first_seen - day(0)).days,
            (item.last_seen - day(0)).days,
            (item.left_at - day(0)).days if item.left_at else None,
        )
        for item in memberships
    }


def test_departures_and_returns_of_trials_are_counted(archive: Archive) -> None:
    one, two = trial(1), trial(2)
    write_run(archive, day(0), {"til": [one, two], "lag3": [two]})
    left = write_run(archive, day(7), {"til": [one], "lag3": [two]})
    gone = write_run(archive, day(14), {"til": [one], "lag3": []})
    back = write_run(archive, day(21), {"til": [one, two], "lag3": []})
    assert [(s.left, s.back) for s in (left, gone, back)] == [(0, 0), (1, 0), (0, 1)]
    assert (left.by_search["til"].left, gone.by_search["lag3"].left, back.by_search["til"].back) == (1, 1, 1)
    assert shown(archive.membership(day(8))) == {"lag3 2": (0, 7, None), "til 1": (0, 7, None), "til 2": (0, 0, 7)}
    assert shown(archive.membership()) == {"lag3 2": (0, 7, 14), "til 1": (0, 21, None), "til 2": (0, 21, None)}
    assert [(hit.event, hit.search) for hit in archive.hits() if hit.nct_id.endswith("2")] == [
        (HitEvent.JOINED, "lag3"),
        (HitEvent.JOINED, "til"),
        (HitEvent.LEFT, "til"),
        (HitEvent.LEFT, "lag3"),
        (HitEvent.BACK, "til"),
    ]
    assert len(archive.hits(day(7))) == 4


def test_a_delta_run_records_no_departures(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    delta = write_run(archive, day(1), {"til": [trial(2, "Changed")]}, RunKind.DELTA)
    assert (delta.left, delta.by_search["til"].left) == (0, 0)
    assert shown(archive.membership()) == {"til 1": (0, 0, None), "til 2": (0, 1, None)}


def test_an_incomplete_walk_records_no_departures(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]}, expected=2)
    short = write_run(archive, day(7), {"til": [trial(1)]}, expected=2)
    assert short.left == 0
    assert shown(archive.membership()) == {"til 1": (0, 7, None), "til 2": (0, 0, None)}


def test_a_search_that_a_run_does_not_query_keeps_its_trials(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1)], "lag3": [trial(2)]})
    assert write_run(archive, day(7), {"til": [trial(1)]}).left == 0
    assert archive.members() == {"lag3": 1, "til": 1}


def test_a_delta_run_may_walk_a_new_search_in_full(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    with archive.begin(RunInfo(RunKind.DELTA, "e", started=day(1))) as writer:
        writer.add(trial(3), "lag3")
        writer.finish_search("lag3", expected=1, full=True)
        writer.finish_search("til")
        writer.commit()
    assert [(entry.search, entry.full) for entry in archive.runs()[1].searches] == [("lag3", True), ("til", False)]
    assert archive.members() == {"lag3": 1, "til": 2}


def test_a_full_sweep_without_differences_stores_no_hits(archive: Archive) -> None:
    for number in range(4):
        write_run(archive, day(7 * number), {"til": [trial(number) for number in range(50)]})
    assert archive.stats().hits == 50
    assert [len(run.parts) for run in archive.runs()] == [2, 0, 0, 0]
    assert {item.last_seen for item in archive.membership()} == {day(21)}


def test_open_readers_are_unaffected_by_new_runs_and_compaction(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_reader, "_BATCH", 3)
    for number in range(4):
        write_run(archive, day(number), {"til": [trial(i, f"{number}") for i in range(4 * number + 4)]})
    expected = list(archive.history())
    stream, current = archive.history(), archive.versions()
    began = [next(stream), next(stream)]
    next(current)
    archive.compact()
    write_run(archive, day(9), {"til": [trial(1, "Later")]})
    archive.compact()
    assert began + list(stream) == expected
    assert len(list(current)) == 15
