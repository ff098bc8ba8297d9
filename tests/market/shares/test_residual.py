"""A residual segment ("Others") takes no part in statements of order, whatever the report states."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables.ledger import ledger_text, load_text, names, rank
from trialscape.config.reports.report_files import Report
from trialscape.config.reports.stated_orders import order_edges
from trialscape.market.shares.intervals import ShareInterval, share_intervals

SIZE = 5
RESIDUAL = names(SIZE)[-1]


def made(states: list[str], segments: int, residual: str = "") -> Report:
    text = ledger_text(states, segments=segments)
    if residual:
        text = text.replace(f'name = "{residual}"\n', f'name = "{residual}"\nresidual = true\n')
    with TemporaryDirectory() as folder:
        (report,), faults = load_text(Path(folder), text)
    assert not faults
    return report


def intervals(report: Report) -> dict[str, ShareInterval]:
    return {interval.segment: interval for interval in share_intervals(report, "d").intervals}


@st.composite
def ranked(draw: st.DrawFn) -> list[str]:
    """Draw ranks that hold together: a largest segment, perhaps a second and a minimal one, none of them residual."""
    first, second, last = draw(st.permutations(names(SIZE - 1)))[:3]
    states = [rank(first, "largest")]
    if draw(st.booleans()):
        states.append(rank(second, draw(st.sampled_from(["second", "close_second"])), after=first))
    if draw(st.booleans()):
        states.append(rank(last, "minimal"))
    return states


@settings(max_examples=30, deadline=None)
@given(ranked())
def test_ranks_do_not_apply_to_a_residual_segment(states: list[str]) -> None:
    report = made(states, SIZE, RESIDUAL)
    edges = [edge for claim in report.claim for state in claim.states for edge in order_edges(report, state)]
    assert edges
    assert RESIDUAL not in {segment for edge in edges for segment in edge}


@settings(max_examples=30, deadline=None)
@given(ranked())
def test_a_residual_is_not_capped_and_leaves_the_order_of_the_others(states: list[str]) -> None:
    alone, beside = intervals(made(states, SIZE - 1)), intervals(made(states, SIZE, RESIDUAL))
    assert beside[RESIDUAL].low == pytest.approx(0.0)
    assert beside[RESIDUAL].high == pytest.approx(1.0)
    order = sorted(alone, key=lambda name: -alone[name].point)
    for one, other in pairwise(order):
        assert beside[one].point >= beside[other].point - 2e-3
        if alone[one].point > alone[other].point + 0.02:
            assert beside[one].point > beside[other].point
    for name in order:
        # What the others hold together may now be less than all; their largest possible share stays.
        assert beside[name].low == pytest.approx(0.0, abs=1e-9)
        assert beside[name].high == pytest.approx(alone[name].high)
