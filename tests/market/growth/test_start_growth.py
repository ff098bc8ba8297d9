"""Growth of starts: against a fitted Poisson model, in simulations with known truth, and what must not change it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from trialscape.market.growth.start_growth import Comparison, ComparisonGrowth, ItemGrowth, start_growth

LAST = 2025
YEARS = np.arange(LAST - 5, LAST + 1)


def compared(items: dict[str, list[int]], rest: list[int], *, draws: int = 2_000, seed: int = 1) -> ComparisonGrowth:
    """Return the growth of items with these starts per year, compared with the starts of the rest."""
    columns = [*items.values(), rest]
    years = np.concatenate([np.repeat(YEARS, counts) for counts in columns])
    ends = np.cumsum([sum(counts) for counts in columns])
    held = {name: range(end - sum(items[name]), end) for name, end in zip(items, ends, strict=False)}
    names = tuple(items)
    orders = {"first": (names[:1], names[1:])}
    one = Comparison(("x",), range(len(years)), held, ranked=names, orders=orders)
    (found,) = start_growth(years, [one], last_year=LAST, draws=draws, seed=seed)
    return found


def fitted(counts: list[int]) -> float:
    """Return the growth factor of a Poisson log-linear model, fitted by a general optimiser."""
    places = np.arange(6) - 2.5
    starts = np.array(counts, dtype=np.float64)

    def loss(at: NDArray[np.float64]) -> float:
        return float(np.sum(np.exp(at[0] + at[1] * places) - starts * (at[0] + at[1] * places)))

    start = np.array([float(np.log(starts.mean())), 0.0])
    return float(np.exp(minimize(loss, start, method="BFGS").x[1]))


@pytest.mark.parametrize("counts", [[40, 44, 52, 60, 66, 80], [90, 70, 60, 50, 40, 30], [50, 50, 50, 50, 50, 50]])
def test_the_median_is_that_of_a_fitted_poisson_model(counts: list[int]) -> None:
    rest = [30, 33, 36, 40, 44, 48]
    item = compared({"a": counts}, rest).items["a"]
    assert item.growth[0] == pytest.approx(fitted(counts), rel=0.02)
    assert item.against_rest is not None
    assert item.against_rest[0] == pytest.approx(fitted(counts) / fitted(rest), rel=0.02)
    assert item.starts == sum(counts)


def test_a_single_start_leaves_the_order_uncertain() -> None:
    item = compared({"a": [0, 0, 0, 0, 0, 1]}, [20] * 6).items["a"]
    assert item.faster is not None
    assert 0.5 < item.faster < 0.95


def test_an_item_without_a_start_has_no_growth_and_one_without_a_rest_no_ratio() -> None:
    found = compared({"a": [0] * 6, "b": [3] * 6}, [0] * 6)
    assert set(found.items) == {"b"}
    assert (found.items["b"].against_rest, found.items["b"].faster) == (None, None)
    assert found.orders == {}


def test_a_trial_in_both_items_cancels_in_their_order() -> None:
    """Two items of the same trials never differ but by their pseudo-trials, so that either may be the faster."""
    years = np.repeat(YEARS, [5, 6, 7, 8, 9, 10])
    both = range(len(years))
    one = Comparison(("x",), both, {"a": both, "b": both}, orders={"first": (("a",), ("b",))})
    (found,) = start_growth(years, [one], last_year=LAST)
    assert found.orders["first"] == pytest.approx(0.5, abs=0.05)


def test_probabilities_of_being_fastest_add_to_one() -> None:
    found = compared({"a": [1, 2, 4, 8, 16, 30], "b": [9] * 6, "c": [9] * 6}, [9] * 6)
    firsts = {name: item.first for name, item in found.items.items()}
    assert firsts["a"] == pytest.approx(1.0, abs=0.01)
    assert sum(first or 0.0 for first in firsts.values()) == pytest.approx(1.0)
    assert found.orders["first"] == pytest.approx(firsts["a"] or 0.0)


def test_the_same_call_gives_the_same_draws() -> None:
    assert compared({"a": [1, 2, 3, 4, 5, 6]}, [4] * 6) == compared({"a": [1, 2, 3, 4, 5, 6]}, [4] * 6)


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(1, 6), min_size=6, max_size=6), added=st.integers(1, 4))
def test_further_starts_in_the_last_year_never_make_growth_less_likely(counts: list[int], added: int) -> None:
    def chance(own: list[int]) -> float:
        return compared({"a": own}, [5] * 6, draws=1_000).items["a"].faster or 0.0

    # New trials shift the weights of those after them, which leaves Monte Carlo noise.
    assert chance([*counts[:5], counts[5] + added]) >= chance(counts) - 0.05


@pytest.fixture(scope="module")
def simulated() -> list[tuple[ItemGrowth, float]]:
    """Return what is said of 200 worlds, with the true ratio of growth."""
    random = np.random.default_rng(3)
    worlds: list[tuple[ItemGrowth, float]] = []
    while len(worlds) < 200:
        own, other = random.normal(0.0, 0.25, 2)
        counts = random.poisson(2 * np.exp(own * (np.arange(6) - 2.5))).tolist()
        rest = random.poisson(15 * np.exp(other * (np.arange(6) - 2.5))).tolist()
        if sum(counts):
            found = compared({"a": counts}, rest, draws=1_000, seed=len(worlds))
            worlds.append((found.items["a"], float(np.exp(own - other))))
    return worlds


def test_the_interval_has_its_nominal_coverage(simulated: list[tuple[ItemGrowth, float]]) -> None:
    held = [item.against_rest is not None and item.against_rest[1] <= truth <= item.against_rest[2]
            for item, truth in simulated]  # fmt: skip
    assert 0.86 <= np.mean(held) <= 0.94


def test_the_probability_is_calibrated(simulated: list[tuple[ItemGrowth, float]]) -> None:
    said = np.array([item.faster or 0.0 for item, _ in simulated])
    true = np.array([truth > 1 for _, truth in simulated])
    for low, high in ((0.0, 0.2), (0.2, 0.8), (0.8, 1.01)):
        chosen = (said >= low) & (said < high)
        room = 3 * np.sqrt(max(said[chosen].mean() * (1 - said[chosen].mean()), 0.01) / chosen.sum())
        assert abs(true[chosen].mean() - said[chosen].mean()) < room
