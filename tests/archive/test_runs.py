"""Appending: what a run stores, what it leaves out, and how it ends."""

from pathlib import Path

import orjson
import pytest

from tests.support.folders.archive_kit import START, day, title_of, titles, trial, write_run
from trialscape.archive import Archive, Change, RunInfo, RunKind
from trialscape.errors import ArchiveError, LockError
from trialscape.study.decode.parse import UnreadableRecordError
from trialscape.study.signals import Signal


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def test_an_empty_archive_returns_nothing_and_creates_no_folder(archive: Archive) -> None:
    assert (archive.known(), list(archive.versions()), archive.membership(), archive.runs()) == ({}, [], [], ())
    assert (archive.last_run(), archive.last_edition("til"), archive.verify()) == (None, None, [])
    assert not archive.folder.exists()


def test_records_are_returned_unchanged(archive: Archive) -> None:
    given = [trial(number, f"Title {number} – {{'quoted'}} \\ \u2028") for number in (3, 1, 2)]
    write_run(archive, day(0), {"til": given})
    stored = list(archive.versions())
    assert [item.nct_id for item in stored] == ["NCT00000001", "NCT00000002", "NCT00000003"]
    assert orjson.loads(stored[2].record) == given[0]
    assert (stored[0].last_update_posted, stored[0].seen_at) == ("2026-01-02", day(0))
    assert stored[0].run == archive.runs()[0].run
    assert {item.nct_id: item.content_hash for item in stored} == archive.known()


def test_only_new_and_changed_records_are_stored(archive: Archive) -> None:
    first = write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    second = write_run(archive, day(1), {"til": [trial(1), trial(2, "Other"), trial(3)]})
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.new, second.changed, second.unchanged) == (1, 1, 1)
    assert [(item.nct_id[-1], item.seen_at) for item in archive.history()] == [
        ("1", day(0)),
        ("2", day(0)),
        ("2", day(1)),
        ("3", day(1)),
    ]


def test_a_new_version_holder_is_not_a_change(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1, holder="2026-01-05")]})
    summary = write_run(archive, day(1), {"til": [trial(1, holder="2026-01-06")]})
    assert (summary.changed, summary.unchanged, archive.stats().versions) == (0, 1, 1)


def test_a_return_to_older_content_is_a_new_version(archive: Archive) -> None:
    for number, title in enumerate(("A", "B", "A")):
        write_run(archive, day(number), {"til": [trial(1, title)]})
    assert [title_of(orjson.loads(item.record)) for item in archive.history()] == ["A", "B", "A"]


def test_contact_persons_are_not_written_to_disk(archive: Archive) -> None:
    people = {"name": "Jane Roe", "phone": "555-0100", "email": "jane@example.org"}
    record = trial(1)
    record["protocolSection"]["contactsLocationsModule"] = {
        "centralContacts": [people],
        "locations": [{"facility": "A Hospital", "contacts": [people]}],
    }
    write_run(archive, day(0), {"til": [record]})
    text = next(archive.versions()).record
    assert "A Hospital" in text
    assert not any(value in text for value in people.values())
    record["protocolSection"]["contactsLocationsModule"]["centralContacts"] = []
    assert write_run(archive, day(1), {"til": [record]}).unchanged == 1


def test_one_trial_of_two_searches_is_stored_once(archive: Archive) -> None:
    summary = write_run(archive, day(0), {"til": [trial(1)], "lag3": [trial(1), trial(2)]})
    assert (summary.new, archive.stats().versions) == (2, 2)
    assert archive.members() == {"lag3": 2, "til": 1}
    assert {search: count.seen for search, count in summary.by_search.items()} == {"lag3": 2, "til": 1}


@pytest.mark.parametrize("between", [0, 500])
def test_the_later_of_two_contents_in_one_run_is_stored(archive: Archive, between: int) -> None:
    """A walk that starts again on a newer edition brings newer records, some after others were already set aside."""
    write_run(archive, day(0), {"til": [trial(1, "Old"), trial(2, "Old")]})
    with archive.begin(RunInfo(RunKind.FULL, "2026-01-06", started=day(1))) as writer:
        assert writer.add(trial(1, "Half-way"), "til") is Change.CHANGED
        assert writer.add(trial(2, "Half-way"), "til") is Change.CHANGED
        for number in range(between):
            writer.add(trial(1000 + number), "til")
        assert writer.add(trial(1, "Final"), "til") is Change.CHANGED
        assert writer.add(trial(2, "Old"), "til") is Change.UNCHANGED
        writer.finish_search("til")
        summary = writer.commit()
    assert (summary.new, summary.changed, summary.unchanged) == (between, 1, 1)
    assert [t for n, t in titles(archive).items() if n < "NCT00001000"] == ["Final", "Old"]
    assert archive.verify() == []


def test_restarting_a_search_discards_the_hits_of_the_stale_walk(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    with archive.begin(RunInfo(RunKind.FULL, "e", started=day(1))) as writer:
        writer.add(trial(1), "til")
        writer.restart_search("til")
        writer.add(trial(2), "til")
        writer.finish_search("til", expected=1)
        assert writer.commit().left == 1


def test_a_hit_without_a_record_returns_whether_the_record_is_stored(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    with archive.begin(RunInfo(RunKind.FULL, "e", started=day(1))) as writer:
        assert writer.record_hit("NCT00000001", "til")
        assert not writer.record_hit("NCT00000009", "til")
        writer.add(trial(9))
        assert writer.record_hit("NCT00000009", "til")
        writer.finish_search("til")
        summary = writer.commit()
    assert (summary.new, summary.left, archive.members()) == (1, 1, {"til": 2})


@pytest.mark.parametrize("damaged", [{}, {"protocolSection": None}, trial(1, "broken \ud800 text")])
def test_a_record_that_cannot_be_stored_is_named_and_the_run_goes_on(
    archive: Archive, damaged: dict[str, object]
) -> None:
    with archive.begin(RunInfo(RunKind.FULL, "e", started=day(0))) as writer:
        with pytest.raises(UnreadableRecordError):
            writer.add(damaged, "til")
        writer.add(trial(2), "til")
        writer.finish_search("til")
        assert writer.commit().new == 1


def test_signals_of_unchanged_records_are_not_stored_again(archive: Archive) -> None:
    signal = Signal("unknown_enum", "protocolSection.statusModule.overallStatus", "ASLEEP", "NCT00000001")
    merged = Signal("merged", "", "NCT00000005", "NCT00000004")
    for number in range(3):
        with archive.begin(RunInfo(RunKind.DELTA, "e", started=day(number))) as writer:
            writer.add(trial(1))
            writer.add_signal(signal)
            writer.add_signal(signal)
            if number == 2:
                writer.add_signal(merged)
            writer.commit()
    first, second = archive.runs()[0].run, archive.runs()[2].run
    assert archive.stats().signals == 2
    assert [(item.kind, item.value, item.run) for item in archive.signals()] == [
        ("merged", "NCT00000005", second),
        ("unknown_enum", "ASLEEP", first),
    ]
    assert [item.kind for item in archive.signals(day(1))] == ["unknown_enum"]


def test_an_abandoned_run_leaves_no_files(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1)]})
    before = sorted(path for path in archive.folder.rglob("*") if path.is_file())
    with archive.begin(RunInfo(RunKind.FULL, "e", started=day(1))) as writer:
        writer.add(trial(2), "til")
    with pytest.raises(UnreadableRecordError), archive.begin(RunInfo(RunKind.FULL, "e", started=day(1))) as writer:
        writer.add({}, "til")
    assert sorted(path for path in archive.folder.rglob("*") if path.is_file()) == before
    assert len(archive.runs()) == 1
    with pytest.raises(ArchiveError, match="has ended"):
        writer.add(trial(4), "til")


def test_a_run_with_an_unfinished_search_is_refused(archive: Archive) -> None:
    writer = archive.begin(RunInfo(RunKind.FULL, "e", started=day(0)))
    writer.add(trial(1), "til")
    with pytest.raises(ArchiveError, match="these searches are incomplete: til"):
        writer.commit()
    assert archive.runs() == ()
    write_run(archive, day(0), {"til": [trial(1)]})


def test_a_second_writer_is_refused_and_the_owner_named(archive: Archive) -> None:
    with archive.begin(RunInfo(RunKind.FULL, "e", started=day(0))) as writer:
        with pytest.raises(LockError, match=r"written by process \d+ on .+ since 20"):
            archive.begin(RunInfo(RunKind.FULL, "e"))
        with pytest.raises(LockError):
            archive.compact()
        writer.commit()
    assert write_run(archive, day(1), {}).run.startswith("000002-")


def test_stand_in_records_do_not_mix_with_real_ones(archive: Archive) -> None:
    with archive.begin(RunInfo(RunKind.FULL, "e", demo=True, started=day(0))) as writer:
        writer.commit()
    assert archive.stats().demo
    with pytest.raises(ArchiveError, match="holds demonstration records and cannot store the live"):
        archive.begin(RunInfo(RunKind.FULL, "e"))
    archive.begin(RunInfo(RunKind.FULL, "e", demo=True)).abandon()


def test_runs_keep_their_order_when_the_clock_is_set_back(archive: Archive) -> None:
    write_run(archive, day(9), {"til": [trial(1, "First")]})
    write_run(archive, day(2), {"til": [trial(1, "Second")]})
    first, second = archive.runs()
    assert first.seen_at < second.seen_at
    assert second.started == day(2)
    assert titles(archive) == {"NCT00000001": "Second"}
    assert titles(archive, day(9)) == {"NCT00000001": "First"}


def test_a_manifest_describes_its_run(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1)]}, expected=1)
    write_run(archive, day(1), {"til": [], "empty": []}, RunKind.DELTA)
    full, delta = archive.runs()
    assert (full.kind, full.edition, full.started, full.demo) == (RunKind.FULL, "2026-01-05T09:00:05", START, False)
    assert full.finished >= full.started
    assert [(part.kind, part.rows) for part in full.parts] == [("records", 1), ("hits", 1)]
    assert [(entry.search, entry.full, entry.expected, entry.seen) for entry in full.searches] == [("til", True, 1, 1)]
    assert (delta.parts, delta.prior) == ((), full.seal)
    assert (archive.last_run(), archive.last_run(RunKind.FULL)) == (delta, full)


def test_the_last_edition_is_that_of_the_last_complete_walk(archive: Archive) -> None:
    write_run(archive, day(0), {"til": [trial(1)]}, expected=1)
    write_run(archive, day(1), {"til": [trial(1)]}, RunKind.DELTA, expected=2)
    write_run(archive, day(2), {"lag3": [trial(1)]}, RunKind.DELTA)
    assert archive.last_edition("til") == "2026-01-05T09:00:05"
    assert archive.last_edition("lag3") == "2026-01-07T09:00:05"
    assert archive.last_edition("tigit") is None
