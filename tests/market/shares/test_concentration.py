"""The concentration of a market lies within its bounds, whatever shares are drawn from the intervals."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables.ledger import rank, report, share
from trialscape.config.tracking.phase_weights import load_weights
from trialscape.market.shares.concentration import concentration, index_bounds
from trialscape.market.shares.intervals import share_intervals


def test_concentration_bounds_of_cases_worked_by_hand() -> None:
    # Nothing known of two segments: even is 1/2, all in one is 1.
    assert list(index_bounds([0, 0], [1, 1])) == pytest.approx([0.5, 1.0])
    # One share of 0.6 is known: 0.36 + 2 * 0.04 at the least, 0.36 + 0.16 at the most.
    assert list(index_bounds([0.6, 0, 0], [0.6, 0.4, 0.4])) == pytest.approx([0.44, 0.52])
    # More segments than corners are looked at: never more than the largest share.
    low, high = index_bounds([0.0] * 20, [0.3] * 20)
    assert low == pytest.approx(0.05)
    assert high == 0.3


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=5), st.floats(0, 1), st.floats(0, 1))
def test_every_feasible_market_lies_within_the_bounds(parts: list[float], down: float, up: float) -> None:
    shares = [part / sum(parts) for part in parts]
    lows = [value * (1 - down) for value in shares]
    highs = [min(1.0, value + up) for value in shares]
    low, high = index_bounds(lows, highs)
    assert low - 1e-6 <= sum(value**2 for value in shares) <= high + 1e-6
    assert 1 / len(parts) - 1e-6 <= low <= high + 1e-6


def test_a_dimension_without_claims_has_no_concentration(tmp_path: Path) -> None:
    assert concentration(share_intervals(report(tmp_path, []), "d")) is None


def test_a_claim_bounds_the_concentration(tmp_path: Path) -> None:
    found = concentration(share_intervals(report(tmp_path, [share("a", "=", 60.0), rank("a", "largest")]), "d"))
    assert found is not None
    assert (round(found.low, 6), round(found.high, 6)) == (0.44, 0.52)
    assert found.low <= found.point <= found.high


def test_the_point_is_the_mean_over_all_markets_that_the_claims_allow(tmp_path: Path) -> None:
    """The larger of two shares is even on [1/2, 1]: 2 E[x^2] - 2 E[x] + 1 = 2/3; the mean shares alone give 5/8."""
    found = concentration(share_intervals(report(tmp_path, [rank("a", "largest")], segments=2), "d"))
    assert found is not None
    assert found.point == pytest.approx(2 / 3, abs=0.003)


def test_mistakes_in_weights_are_named(tmp_path: Path) -> None:
    text = '[[phase]]\nbucket = "phase_1"\nweight = 0.1\nwhy = "w"\n'
    (tmp_path / "weights.toml").write_text(text + text, encoding="utf-8")
    _, faults = load_weights(tmp_path)
    assert [str(fault) for fault in faults] == ["weights.toml: phase_1, bucket: is listed twice"]
    (tmp_path / "weights.toml").write_text(text.replace("0.1", "1.5"), encoding="utf-8")
    _, faults = load_weights(tmp_path)
    assert len(faults) == 1
    assert "weight" in faults[0].key
