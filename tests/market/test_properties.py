"""What must hold for any ledger: truth lies inside, claims only narrow, conflicts are minimal."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.support.tables.ledger import names, order, report, share
from trialscape.market.shares.conflicts import minimal_conflict, rows_of
from trialscape.market.shares.constraints import statement_parts
from trialscape.market.shares.intervals import DimensionShares, share_intervals
from trialscape.market.shares.order_means import mean_under_order
from trialscape.market.shares.polytope import Row, is_feasible, uniform_mean


def shares_of(states: list[str], segments: int) -> DimensionShares:
    with TemporaryDirectory() as folder:
        return share_intervals(report(Path(folder), states, segments=segments), "d")


# Random ledgers that agree with a hidden set of integer shares, so that they are consistent.


@st.composite
def true_ledgers(draw: st.DrawFn) -> tuple[list[int], list[str]]:
    size = draw(st.integers(2, 5))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=size - 1, max_size=size - 1)))
    hidden = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    states = draw(st.lists(st.one_of(_true_share(hidden), _true_order(hidden)), max_size=5))
    return hidden, states


@st.composite
def _true_share(draw: st.DrawFn, hidden: list[int]) -> str:
    at = draw(st.integers(0, len(hidden) - 1))
    value = hidden[at]
    op = draw(st.sampled_from(["=", ">=", "<=", "~"]))
    if op == "~":
        width = draw(st.sampled_from([1.0, 2.5, 5.0]))
        return share(names(len(hidden))[at], "~", draw(st.integers(max(0, value - 1), min(100, value + 1))), width)
    room = draw(st.integers(0, 20)) * {"=": 0, ">=": -1, "<=": 1}[op]
    return share(names(len(hidden))[at], op, min(max(value + room, 0), 100))


@st.composite
def _true_order(draw: st.DrawFn, hidden: list[int]) -> str:
    """Draw segments in falling order; ties keep the order of the names, so that no two claims make a circle."""
    ranked = sorted(range(len(hidden)), key=lambda at: (-hidden[at], at))
    chosen = draw(st.sets(st.sampled_from(ranked), min_size=2))
    return order(*(names(len(hidden))[at] for at in ranked if at in chosen))


@example(
    (
        [41, 18, 41],
        [
            '{ kind = "share", segments = ["a"], op = "=", percent = 41 }',
            '{ kind = "share", segments = ["b"], op = "=", percent = 18 }',
            '{ kind = "order", segments = ["a", "c"] }',
        ],
    )
)
@settings(max_examples=60, deadline=None)
@given(true_ledgers())
def test_true_shares_lie_in_their_intervals(case: tuple[list[int], list[str]]) -> None:
    hidden, states = case
    shares = shares_of(states, len(hidden))
    assert not shares.conflicts
    for value, interval in zip(hidden, shares.intervals, strict=True):
        assert interval.low - 1e-6 <= value / 100 <= interval.high + 1e-6
        assert interval.low <= interval.point <= interval.high
    assert sum(interval.point for interval in shares.intervals) == pytest.approx(1.0, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(true_ledgers())
def test_a_further_claim_never_widens(case: tuple[list[int], list[str]]) -> None:
    hidden, states = case
    assume(states)
    before, after = shares_of(states[:-1], len(hidden)), shares_of(states, len(hidden))
    for old, new in zip(before.intervals, after.intervals, strict=True):
        assert new.low >= old.low - 1e-6
        assert new.high <= old.high + 1e-6


@st.composite
def any_ledgers(draw: st.DrawFn) -> tuple[int, list[str]]:
    size = draw(st.integers(2, 4))
    segment = st.sampled_from(names(size))
    shares = st.builds(share, segment, st.sampled_from(["=", ">=", "<=", ">", "<"]), st.integers(0, 100))
    ranked = draw(st.permutations(names(size)))
    return size, [*draw(st.lists(shares, min_size=1, max_size=5)), order(*ranked)]


@settings(max_examples=60, deadline=None)
@given(any_ledgers())
def test_a_minimal_conflict_needs_each_of_its_claims(case: tuple[int, list[str]]) -> None:
    size, states = case
    with TemporaryDirectory() as folder:
        stated = statement_parts(report(Path(folder), states, segments=size), "d", 2024)
    clash = minimal_conflict(stated, size)
    if not clash:
        assert is_feasible(rows_of(stated, rounded=True), size)
        return
    assert not is_feasible(rows_of(clash, rounded=True), size)
    for unit in clash:
        rest = [other for other in clash if other is not unit]
        assert is_feasible(rows_of(rest, rounded=True), size)


@settings(max_examples=40, deadline=None)
@given(any_ledgers())
def test_any_statements_give_shares(case: tuple[int, list[str]]) -> None:
    size, states = case
    shares = shares_of(states, size)
    assert all(found.repair.set_aside for found in shares.repairs) == bool(shares.conflicts)
    for conflict in shares.conflicts:
        assert all(set(conflict.units) & set(found.repair.set_aside) for found in shares.repairs)
    for at, interval in enumerate(shares.intervals):
        for found in shares.repairs:
            assert interval.low <= found.low[at] <= found.high[at] <= interval.high
    assert sum(interval.point for interval in shares.intervals) == pytest.approx(1.0, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 5), st.data())
def test_order_means_agree_with_geometry(size: int, data: st.DataObject) -> None:
    """Averages over orders and cutting into simplices are two independent ways to the same mean."""
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] < pair[1])
    edges = data.draw(st.sets(pairs, min_size=1, max_size=5))
    rows = tuple(
        Row(tuple(-1.0 if at == high else 1.0 if at == low else 0.0 for at in range(size)), 0.0) for high, low in edges
    )
    assert list(uniform_mean(rows, size)[0]) == pytest.approx(list(mean_under_order(size, edges) or ()), abs=1e-7)
