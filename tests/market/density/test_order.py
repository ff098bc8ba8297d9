"""The probability that one segment is ahead of another, and the concordance with a stated order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from tests.market.density.test_density import drawn, single
from trialscape.market.density.order import concordance, pair_figures
from trialscape.market.density.pipeline_draws import Draws


def ahead(draws: Draws, one: int, other: int) -> float:
    return next(pair.ahead for pair in pair_figures(draws) if (pair.one, pair.other) == (one, other))


@pytest.mark.parametrize(("only_one", "only_other", "both"), [(5, 2, 0), (5, 2, 30), (9, 9, 4), (1, 6, 3)])
def test_trials_in_both_segments_cancel(only_one: int, only_other: int, both: int) -> None:
    """What is left is whether the one's part of the trials in one segment only is above one half: a beta."""
    parts = [[1.0, 0.0]] * only_one + [[0.0, 1.0]] * only_other + [[0.5, 0.5]] * both
    expected = float(beta.sf(0.5, only_one, only_other))
    assert ahead(drawn(parts), 0, 1) == pytest.approx(expected, abs=0.015)


def test_a_pair_and_its_reverse_add_to_one() -> None:
    draws = drawn(single(4, 3, 2))
    for pair in pair_figures(draws):
        assert pair.ahead + ahead(draws, pair.other, pair.one) == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(1, 6), min_size=2, max_size=3), added=st.integers(1, 5))
def test_more_trials_never_lower_the_rank_of_a_segment(counts: list[int], added: int) -> None:
    row = [1.0] + [0.0] * (len(counts) - 1)
    before, after = drawn(single(*counts), draws=1_000), drawn(single(*counts) + [row] * added, draws=1_000)
    assert ahead(after, 0, 1) >= ahead(before, 0, 1)


def test_concordance_is_the_fraction_of_stated_pairs_in_order() -> None:
    draws = drawn(single(40, 20, 1))
    assert concordance(draws, []) is None
    kept = concordance(draws, [(0, 1), (1, 2), (0, 2)])
    assert kept is not None
    assert (kept.pairs, kept.low, kept.high) == (3, 1.0, 1.0)
    against = concordance(draws, [(0, 1), (2, 1)])
    assert against is not None
    assert against.mean == pytest.approx(0.5, abs=0.01)
    slow = np.mean([np.mean([row[0] > row[1], row[2] > row[1]]) for row in draws.labelled])
    assert against.mean == pytest.approx(float(slow), abs=1e-6)


def test_the_probability_of_an_order_is_calibrated() -> None:
    """Worlds with a known truth: shares drawn uniformly, then forty trials; the chance is that of the truth."""
    random = np.random.default_rng(7)
    said, true = [], []
    for world in range(300):
        share = random.dirichlet([1.0, 1.0, 1.0])
        counts = random.multinomial(40, share)
        if counts[0] and counts[1]:
            said.append(ahead(drawn(single(*counts.tolist()), draws=500, seed=world), 0, 1))
            true.append(share[0] > share[1])
    chances, truth = np.array(said), np.array(true)
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.01)):
        chosen = (chances >= low) & (chances < high)
        # Three standard errors of a proportion.
        room = 3 * np.sqrt(max(chances[chosen].mean() * (1 - chances[chosen].mean()), 0.01) / chosen.sum())
        assert abs(truth[chosen].mean() - chances[chosen].mean()) < room
