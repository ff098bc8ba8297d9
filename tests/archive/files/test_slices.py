"""Slices of records: the bound on what is sorted and written at a time, which bounds the memory of a run."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.folders.archive_kit import day, trial, write_run
from trialscape.archive import Archive
from trialscape.archive.files import parts
from trialscape.archive.files.prepared import PreparedRecord
from trialscape.archive.files.spool import Spool

_BOUND = 3000


@given(st.lists(st.integers(0, 2 * _BOUND)))
def test_only_a_slice_of_one_record_exceeds_the_bound(sizes: list[int]) -> None:
    slices = list(parts.cut(((str(number), size) for number, size in enumerate(sizes)), _BOUND))
    assert [int(number) for ids in slices for number in ids] == list(range(len(sizes)))
    filled = [[sizes[int(number)] for number in ids] for ids in slices]
    assert all(sum(part) <= _BOUND or len(part) == 1 for part in filled)
    assert all(sum(part) + following[0] > _BOUND for part, following in itertools.pairwise(filled))


def test_a_spool_returns_the_last_text_of_each_record_in_bounded_slices(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "run.records")
    for turn in ("first", "sécond"):
        for number in (7, 3, 5, 1, 9):
            spool.put(PreparedRecord(f"NCT{number}", turn, "2026-01-02", turn * 200))
    spool.drop("NCT5")
    spool.drop("NCT8")
    slices = [list(records) for records in spool.slices(_BOUND)]
    assert [[record.nct_id for record in records] for records in slices] == [["NCT1", "NCT3"], ["NCT7", "NCT9"]]
    assert {(r.digest, r.posted, r.text) for records in slices for r in records} == {
        ("sécond", "2026-01-02", "sécond" * 200)
    }
    spool.close()
    assert list(tmp_path.iterdir()) == []


def test_a_run_writes_no_part_with_more_text_than_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialscape.archive.writer.SLICE_BYTES", _BOUND)
    archive = Archive(tmp_path / "archive")
    write_run(archive, day(0), {"til": [trial(n, "A" * (100 * n)) for n in range(1, 31)]})
    stored = iter([len(version.record) for version in archive.versions()])
    rows = [part.rows for part in archive.runs()[0].parts if part.kind == "records"]
    slices = [list(itertools.islice(stored, count)) for count in rows]
    assert sum(rows) == 30
    assert all(sum(sizes) <= _BOUND or len(sizes) == 1 for sizes in slices)
    assert {1, 2} <= set(rows)
    assert list((archive.folder / "staging").iterdir()) == []
    assert archive.verify() == []
