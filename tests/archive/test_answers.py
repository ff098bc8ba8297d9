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


def test_as_of_gives_what_was_known_then(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1, "A")]})
    write_run(archive, day(7), {"til": [trial(1, "B"), trial(2, "X")]})
    assert titles(archive, day(0) - timedelta(seconds=1)) == {}
    assert titles(archive, day(0)) == {"NCT00000001": "A"}
    assert titles(archive, day(7) - timedelta(seconds=1)) == {"NCT00000001": "A"}
    assert titles(archive, day(7)) == titles(archive) == {"NCT00000001": "B", "NCT00000002": "X"}


def test_a_date_means_its_end_and_a_zone_is_respected(archive: Archive) -> None:
    write_run(archive, datetime(2026, 2, 10, 6, tzinfo=UTC), {"til": [trial(1, "A")]})
    assert [item.nct_id for item in archive.versions(date(2026, 2, 10))] == ["NCT00000001"]
    assert list(archive.versions(date(2026, 2, 9))) == []
    east = timezone(timedelta(hours=9))
    assert list(archive.versions(datetime(2026, 2, 10, 14, 59, tzinfo=east))) == []
    assert len(list(archive.versions(datetime(2026, 2, 10, 15, 0, tzinfo=east)))) == 1
    with pytest.raises(UsageError, match="no time zone"):
        archive.versions(datetime(2026, 2, 10))  # noqa: DTZ001 - a moment without a zone is the mistake under test.


def test_the_registry_clock_goes_by_the_day_of_posting(archive: Archive) -> None:
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


def test_a_record_without_a_post_date_goes_by_our_own_clock(archive: Archive) -> None:
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


def test_trials_leave_and_come_back(archive: Archive) -> None:
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


def test_a_delta_says_nothing_about_departures(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    delta = write_run(archive, day(1), {"til": [trial(2, "Changed")]}, RunKind.DELTA)
    assert (delta.left, delta.by_search["til"].left) == (0, 0)
    assert shown(archive.membership()) == {"til 1": (0, 0, None), "til 2": (0, 1, None)}


def test_a_walk_that_fell_short_says_nothing_about_departures(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]}, expected=2)
    short = write_run(archive, day(7), {"til": [trial(1)]}, expected=2)
    assert short.left == 0
    assert shown(archive.membership()) == {"til 1": (0, 7, None), "til 2": (0, 0, None)}


def test_a_search_that_is_not_asked_keeps_its_trials(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1)], "lag3": [trial(2)]})
    assert write_run(archive, day(7), {"til": [trial(1)]}).left == 0
    assert archive.members() == {"lag3": 1, "til": 1}


def test_a_search_new_to_a_delta_run_may_be_walked_whole(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    with archive.begin(RunInfo(RunKind.DELTA, "e", started=day(1))) as writer:
        writer.add(trial(3), "lag3")
        writer.finish_search("lag3", expected=1, full=True)
        writer.finish_search("til")
        writer.commit()
    assert [(entry.search, entry.full) for entry in archive.runs()[1].searches] == [("lag3", True), ("til", False)]
    assert archive.members() == {"lag3": 1, "til": 2}


def test_a_full_sweep_that_finds_the_same_stores_no_hits_again(archive: Archive) -> None:
    for number in range(4):
        write_run(archive, day(7 * number), {"til": [trial(number) for number in range(50)]})
    assert archive.stats().hits == 50
    assert [len(run.parts) for run in archive.runs()] == [2, 0, 0, 0]
    assert {item.last_seen for item in archive.membership()} == {day(21)}


def test_readers_go_on_while_runs_are_added_and_parts_are_merged(
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
