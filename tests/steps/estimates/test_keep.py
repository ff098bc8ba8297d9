"""Of several results those that are not known are calculated together, and kept one by one."""

from pathlib import Path

import pytest

from trialscape.readings.results import KeptResults
from trialscape.steps.estimates.keep import calculate, keep_each

ASKED = [("half", ["2"]), ("half", ["4"]), ("half", ["6"])]


def test_only_what_is_not_known_is_calculated(tmp_path: Path) -> None:
    kept = KeptResults(tmp_path, keeps=True)
    kept.of("half", ["4"], lambda: [2])
    calls: list[list[int]] = []

    def work(numbers: list[int]) -> list[list[int]]:
        calls.append(numbers)
        return [[int(ASKED[at][1][0]) // 2] for at in numbers]

    assert keep_each(kept.of, ASKED, work) == [[1], [2], [3]]
    assert keep_each(kept.of, ASKED, work) == [[1], [2], [3]]
    assert calls == [[0, 2]], "the second time everything is known"


def test_without_kept_results_everything_is_calculated() -> None:
    assert keep_each(calculate, ASKED, lambda numbers: [number + 10 for number in numbers]) == [10, 11, 12]


def test_an_error_of_the_calculation_is_raised(tmp_path: Path) -> None:
    def fails(_numbers: list[int]) -> list[int]:
        raise ValueError("no figures")

    with pytest.raises(ValueError, match="no figures"):
        keep_each(KeptResults(tmp_path, keeps=True).of, ASKED, fails)
    assert list(tmp_path.iterdir()) == []
