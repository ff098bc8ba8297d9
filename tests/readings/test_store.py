"""Readings are stored, found, merged, and computed again when their files are damaged or missing."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from trialscape.errors import WarehouseError
from trialscape.readings import parts
from trialscape.readings.store import MOST_SMALL, ReadingStore

Version = tuple[str, str]


def version(number: int) -> Version:
    return f"NCT{number:08d}", f"{number:064x}"


def opened(data: Path, *, rules: str = "rules", keeps: bool = True) -> ReadingStore:
    return ReadingStore(data / "readings", rules, data / "warehouse", keeps=keeps)


def add(store: ReadingStore, numbers: Iterable[int], title: str = "A title") -> None:
    versions = [version(number) for number in numbers]
    lines = [json.dumps({"nct_id": n, "content_hash": h, "brief_title": title}).encode() for n, h in versions]
    store.add(lines, versions)


def files(data: Path, rules: str = "rules") -> list[str]:
    return [path.name for path in parts.listed(data / "readings" / rules)]


def test_readings_are_kept_for_the_next_build(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert version(1) not in store
        add(store, [1, 2])
        assert version(1) in store
    with opened(tmp_path) as store:
        assert version(2) in store
        assert version(3) not in store
        (part,), rows = store.source([version(1), version(2)])
        assert list(rows) == [(*version(1), part.name), (*version(2), part.name)]
    assert list((tmp_path / "warehouse").iterdir()) == []


def test_readings_are_separate_for_each_rule_version(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        add(store, [1])
    with opened(tmp_path, rules="others") as store:
        assert version(1) not in store


def test_readings_of_the_three_latest_rule_versions_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        with opened(tmp_path, rules=f"rules-{number}") as store:
            add(store, [1])
        os.utime(tmp_path / "readings" / f"rules-{number}", (number, number))
    with opened(tmp_path, rules="rules-4"):
        assert sorted(path.name for path in (tmp_path / "readings").iterdir()) == ["rules-2", "rules-3", "rules-4"]


@pytest.mark.parametrize("damage", [b"", b"no Parquet at all", None], ids=["empty", "other bytes", "one bit"])
def test_a_damaged_part_is_ignored_removed_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes | None
) -> None:
    with opened(tmp_path) as store:
        add(store, [1])
        add(store, [2])
    first, second = files(tmp_path)
    path = tmp_path / "readings" / "rules" / first
    content = path.read_bytes()
    path.write_bytes(bytes([content[0], content[1] ^ 1]) + content[2:] if damage is None else damage)
    with caplog.at_level("INFO", logger="trialscape"), opened(tmp_path) as store:
        assert version(1) not in store
        assert version(2) in store
    assert files(tmp_path) == [second]
    assert first in caplog.text


def test_many_small_parts_become_one_with_the_same_readings(tmp_path: Path) -> None:
    for number in range(MOST_SMALL + 1):
        with opened(tmp_path) as store:
            add(store, [number])
    everything = [version(number) for number in range(MOST_SMALL + 1)]
    with opened(tmp_path) as store:
        found, _ = store.source(everything)
        assert len(found) == 1
        # A reader may have opened the small parts before, so they stay until the next build.
        assert len(files(tmp_path)) == MOST_SMALL + 2
    with opened(tmp_path) as store:
        assert files(tmp_path) == [found[0].name]
        assert all(item in store for item in everything)


def test_a_build_without_the_lock_stores_no_readings(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        add(store, [1])
    with opened(tmp_path, keeps=False) as store:
        add(store, [2])
        found, rows = store.source([version(1), version(2)])
        # A part that the holder of the lock may merge away meanwhile is held by a second name.
        scratch = next((tmp_path / "warehouse").iterdir())
        assert [path.parent for path in found] == [scratch, scratch]
        assert sorted(path.stat().st_nlink for path in found) == [1, 2]
        assert len(list(rows)) == 2
    assert len(files(tmp_path)) == 1
    assert list((tmp_path / "warehouse").iterdir()) == []


def test_without_write_permission_readings_are_recomputed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "readings").write_text("a file where the folder should be")
    with caplog.at_level("INFO", logger="trialscape"), opened(tmp_path) as store:
        add(store, [1])
        (part,), _ = store.source([version(1)])
        assert part.is_file()
    assert "cannot be stored" in caplog.text


def test_files_of_a_killed_build_are_removed(tmp_path: Path) -> None:
    left = tmp_path / "warehouse" / ".readings-killed"
    left.mkdir(parents=True)
    (left / "readings.jsonl").write_bytes(b"{")
    with opened(tmp_path):
        assert not left.exists()


def test_a_folder_that_cannot_take_temporary_files_is_reported(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_text("")
    with pytest.raises(WarehouseError, match="cannot be built in"), opened(tmp_path):
        pass


def test_a_line_longer_than_the_usual_limit_and_odd_characters_are_stored(tmp_path: Path) -> None:
    title = "a\0b \U0001f600 " + "x" * (17 << 20)
    with opened(tmp_path) as store:
        add(store, [1], title)
        (part,), _ = store.source([version(1)])
        with parts.connection(tmp_path) as database:
            found = database.read_parquet(str(part)).project("brief_title").fetchall()
    assert found == [(title,)]
