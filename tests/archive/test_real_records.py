"""The real registry's day-to-day versions: every real change is a version, and no restamped record is one."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.folders.archive_kit import day, shared_lines, write_run
from trialscape.archive import Archive, RunKind


def seen(line: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(line["seen"]).replace(hour=12, tzinfo=UTC)


def test_every_real_change_is_stored_as_a_version_of_its_day(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    lines = list(shared_lines("ctgov-versions.jsonl.gz"))
    for on in sorted({line["seen"] for line in lines}):
        bodies = [line for line in lines if line["seen"] == on]
        write_run(archive, seen(bodies[0]), {"all": [line["study"] for line in bodies]}, RunKind.DELTA)
    stored = Counter(item.nct_id for item in archive.history())
    assert stored == Counter(line["nct"] for line in lines)
    assert sum(stored.values()) > len(stored) > 50
    for on in sorted({seen(line) for line in lines}):
        known = {item.nct_id for item in archive.versions(on) if item.seen_at == on}
        assert known == {line["nct"] for line in lines if seen(line) == on}


def test_pairs_that_differ_only_in_the_version_holder_are_no_changes(tmp_path: Path) -> None:
    """The file holds pairs, one after the other; each pair is imported by two separate runs."""
    lines = list(shared_lines("ctgov-version-noise.jsonl.gz"))
    firsts, seconds = lines[0::2], lines[1::2]
    rounds = 1 + max(Counter(line["nct"] for line in firsts).values())
    archive, number, checked = Archive(tmp_path / "archive"), 0, 0
    for turn in range(rounds):
        chosen = [i for i, line in enumerate(firsts) if [x["nct"] for x in firsts[:i]].count(line["nct"]) == turn]
        write_run(archive, day(number), {"all": [firsts[i]["study"] for i in chosen]}, RunKind.DELTA)
        summary = write_run(archive, day(number + 1), {"all": [seconds[i]["study"] for i in chosen]}, RunKind.DELTA)
        assert (summary.new, summary.changed, summary.unchanged) == (0, 0, len(chosen))
        number, checked = number + 2, checked + len(chosen)
    assert checked == len(firsts) > 100


def test_all_real_records_are_kept_and_a_second_run_adds_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    records = [line["study"] for line in shared_lines("ctgov-real.jsonl.gz")]
    first = write_run(archive, day(0), {"all": records})
    second = write_run(archive, day(1), {"all": records})
    assert (first.new, second.unchanged, second.new + second.changed) == (len(records), len(records), 0)
    assert archive.stats().part_bytes < 10_000_000
    assert sum(1 for _ in archive.versions()) == len(records)
    assert archive.verify() == []
