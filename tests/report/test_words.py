"""Numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.report.words import chance


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (None, "–"), (0.0, "< 0.01"), (1.0, "> 0.99"), (0.5, "0.50"), (0.944, "0.94"), (0.948, "< 0.95"),
        (0.95, "0.95"), (0.05, "0.05"), (0.052, "> 0.05"), (0.056, "0.06"),
    ],
)  # fmt: skip
def test_a_probability_has_two_decimals_and_no_false_certainty(probability: float | None, words: str) -> None:
    assert chance(probability) == words


@given(st.floats(0, 1))
def test_a_probability_of_no_verdict_is_never_shown_as_one_that_reaches_it(probability: float) -> None:
    shown = chance(probability)
    if 0.05 < probability < 0.95:
        assert shown.startswith(("<", ">")) or 0.05 < float(shown) < 0.95
