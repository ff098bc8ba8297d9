"""Which market shares the claims put in order: exact bounds of differences, against a slow search and by hand."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables.ledger import ledger_text, load_text, rank, share
from trialscape.config.load import load_config
from trialscape.market.shares.intervals import all_share_intervals, share_intervals
from trialscape.market.shares.pair_bounds import PairBounds, pair_bounds
from trialscape.market.shares.polytope import Row, is_feasible, uniform_draws, widest_differences
from trialscape.paths import config_folder


def bounds(folder: Path, states: list[str], segments: int = 3) -> dict[tuple[str, str], PairBounds]:
    """Return the bounds of each ordered pair that ``states`` give."""
    reports, faults = load_text(folder, ledger_text(states, segments=segments))
    assert not faults
    return {(item.segment, item.other): item for item in pair_bounds(share_intervals(reports[0], "d"))}


def test_a_rank_orders_all_others_and_no_pair_of_them(tmp_path: Path) -> None:
    found = bounds(tmp_path, [rank("a", "largest")])
    assert [pair for pair, item in found.items() if item.is_ahead] == [("a", "b"), ("a", "c")]
    assert (found["a", "b"].low, found["a", "b"].high) == pytest.approx((0.0, 1.0))
    # The largest of three has at least a third, so that b is at most one half, with c at nothing.
    assert (found["b", "c"].low, found["b", "c"].high) == pytest.approx((-0.5, 0.5))
    assert found["a", "b"].claims == ("T1",)
    assert found["b", "c"].claims == ()
    assert "-0.0" not in {str(bound) for item in found.values() for bound in (item.low, item.high)}


def test_intervals_that_overlap_may_still_be_in_order(tmp_path: Path) -> None:
    """B's two applications: the larger has 50 to 100 %, the smaller 0 to 50 %; they touch and are in order."""
    found = bounds(tmp_path, [rank("a", "largest")], segments=2)
    assert found["a", "b"].is_ahead
    assert not found["b", "a"].is_ahead


def test_a_derived_order_names_all_its_claims(tmp_path: Path) -> None:
    found = bounds(tmp_path, [share("a", "=", 50), share("b", "=", 20)])
    assert found["a", "c"].is_ahead
    assert found["a", "c"].low == pytest.approx(0.2)
    assert found["a", "c"].claims == ("T1", "T2")
    assert found["c", "b"].low == pytest.approx(0.1)


def test_segments_with_equal_shares_are_in_no_order(tmp_path: Path) -> None:
    found = bounds(tmp_path, [share("a", "=", 40), share("b", "=", 40)])
    assert not found["a", "b"].is_ahead
    assert not found["b", "a"].is_ahead


def test_a_pair_that_a_repair_reverses_is_not_fixed(tmp_path: Path) -> None:
    found = bounds(tmp_path, [share("a", "=", 40), share("b", "=", 20), rank("b", "largest")])
    assert not found["a", "b"].is_ahead
    assert not found["b", "a"].is_ahead


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 6)), max_size=4))
def test_all_draws_lie_within_bounds_and_reach_them(given: list[tuple[int, int, int]]) -> None:
    """Rows say that one share is above another by at most so many tenths."""
    size = 4
    rows = tuple(
        Row(tuple(1.0 * (at == one) - 1.0 * (at == other) for at in range(size)), tenths / 10)
        for one, other, tenths in given
        if one != other
    )
    assert is_feasible(rows, size)
    widest = widest_differences(rows, size)
    drawn = uniform_draws(rows, size, 400)
    for one, other in product(range(size), repeat=2):
        assert (drawn[:, one] - drawn[:, other]).max() <= widest[one, other] + 1e-9
        # Asking for more than the bound leaves nothing; asking for a little less leaves something.
        step = Row(tuple(1.0 * (at == other) - 1.0 * (at == one) for at in range(size)), -float(widest[one, other]))
        if one != other:
            assert is_feasible((*rows, Row(step.coefficients, step.bound + 1e-6)), size)
            assert not is_feasible((*rows, Row(step.coefficients, step.bound - 1e-6)), size)


def test_fixed_orders_of_the_shipped_reports_match_their_text() -> None:
    fixed = {
        (report.id, item.dimension, item.segment, item.other)
        for report in load_config(config_folder(None)).reports
        for shares in all_share_intervals(report)
        for item in pair_bounds(shares)
        if item.is_ahead
    }
    assert ("B", "application", "autologous", "allogeneic") in fixed
    assert ("A", "cancer", "nsclc", "melanoma") in fixed
    assert ("A", "cancer", "melanoma", "nsclc") not in fixed
    # "Europe second" clashes with an equal order of Europe and Asia Pacific in B, so that this pair stays open.
    assert ("B", "geography", "europe", "asia_pacific") not in fixed
    assert not {pair for pair in fixed if (pair[0], pair[1], pair[3], pair[2]) in fixed}
