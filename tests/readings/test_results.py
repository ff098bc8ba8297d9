"""Results are stored under the hash of their inputs, and calculated again if a file is missing or damaged."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialscape.readings import results
from trialscape.readings.results import KeptResults


class Work:
    """Counts how often it is done."""

    def __init__(self, found: Any) -> None:
        self.found, self.times = found, 0

    def __call__(self) -> Any:
        self.times += 1
        return self.found


def never() -> Any:
    raise AssertionError("this result is known")


def test_a_result_is_calculated_once_for_each_name_and_input(tmp_path: Path) -> None:
    work = Work([["a", 1, 0.1, None]])
    for _ in range(2):
        assert KeptResults(tmp_path, keeps=True).of("name", ["one", b"two"], work) == [["a", 1, 0.1, None]]
    assert work.times == 1
    others: list[tuple[str, list[bytes | str]]] = [
        ("other", ["one", b"two"]), ("name", ["onet", b"wo"]), ("name", ["one"]), ("name", ["one", b"two", b""]),
    ]  # fmt: skip
    for name, rests_on in others:
        KeptResults(tmp_path, keeps=True).of(name, rests_on, work)
    assert work.times == 5


_CELLS = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats() | st.text()


@settings(deadline=None)
@given(st.lists(st.lists(_CELLS, max_size=4), max_size=4))
def test_a_stored_result_equals_the_calculated_one_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    kept = KeptResults(tmp_path_factory.mktemp("results"), keeps=True)
    assert repr(kept.of("name", [], lambda: rows)) == repr(rows)
    assert repr(kept.of("name", [], never)) == repr(rows)


def _cut(content: bytes) -> bytes:
    return content[:-1]


def _changed(content: bytes) -> bytes:
    return content.replace(b"7", b"8")


def _emptied(_content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [_cut, _changed, _emptied])
def test_a_damaged_file_is_computed_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = KeptResults(tmp_path, keeps=True)
    kept.of("name", ["basis"], lambda: [7.25])
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert kept.of("name", ["basis"], lambda: [7.25]) == [7.25]
    assert kept.of("name", ["basis"], never) == [7.25]


def test_a_build_without_write_permission_still_reads_results(tmp_path: Path) -> None:
    KeptResults(tmp_path, keeps=True).of("name", ["known"], lambda: [1])
    reader = KeptResults(tmp_path, keeps=False)
    assert reader.of("name", ["known"], never) == [1]
    assert reader.of("name", ["new"], lambda: [2]) == [2]
    assert len(list(tmp_path.iterdir())) == 1


def test_without_write_permission_readings_are_recomputed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert KeptResults(tmp_path / "file", keeps=True).of("name", [], lambda: [1]) == [1]


def test_the_least_recently_used_results_are_removed_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST", 2)
    kept = KeptResults(tmp_path, keeps=True)
    for number in range(3):
        kept.of("name", [str(number)], lambda number=number: [number])  # type: ignore[misc]
        os.utime(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns), (number, number))
    assert kept.of("name", ["0"], never) == [0]
    kept.remove_old()
    assert kept.of("name", ["0"], never) == [0]
    assert kept.of("name", ["1"], lambda: ["again"]) == ["again"]
