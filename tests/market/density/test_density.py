"""The posterior of pipeline share over market share: closed forms, a slow twin, simulations with known truth."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.support.tables.ledger import order, rank, report, share
from trialscape.market.density.market_draws import QUANTILES, MarketDraws, market_draws, market_quantiles
from trialscape.market.density.pipeline_draws import DRAWS, Draws, ErrorRate, Partition, pipeline_draws
from trialscape.market.density.posterior import RatioFigures, market_sides, ratio_figures, share_figures
from trialscape.market.shares.intervals import share_intervals


def drawn(parts: list[list[float]], *, errors: tuple[ErrorRate, ...] = (), draws: int = DRAWS, seed: int = 1) -> Draws:
    partition = Partition(np.arange(len(parts)), np.array(parts, dtype=float), errors)
    (found,) = pipeline_draws(len(parts), [partition], draws=draws, seed=seed)
    return found


def single(*counts: int) -> list[list[float]]:
    """Return the table of trials that are in one segment each."""
    return [[float(at == segment) for at in range(len(counts))] for segment, n in enumerate(counts) for _ in range(n)]


def market(states: list[str], size: int, comparable: list[str] | None = None) -> MarketDraws:
    with TemporaryDirectory() as folder:
        written = report(Path(folder), states, segments=size)
        found = market_draws(written, "d", comparable or [item.id for item in written.segments_of("d")])
    assert found is not None
    return found


def ratio(parts: list[list[float]], states: list[str], at: int = 0, seed: int = 1) -> RatioFigures:
    sides = market_sides(market(states, len(parts[0])))
    return ratio_figures(drawn(parts, seed=seed), at, sides[at])


def test_trials_in_one_segment_each_give_a_beta_share() -> None:
    """Twelve of twenty: the share is Beta(12, 8)."""
    figures = share_figures(drawn(single(12, 8)).labelled[:, 0])
    exact = stats.beta(12, 8)
    assert (figures.median, figures.low, figures.high) == pytest.approx(
        (exact.median(), exact.ppf(0.05), exact.ppf(0.95)), abs=0.005
    )


def test_against_a_printed_share_the_probability_is_that_of_a_beta() -> None:
    found = ratio(single(12, 8), [share("a", "=", 50)])
    assert found.over == pytest.approx(stats.beta(12, 8).sf(0.5), abs=0.01)
    assert found.over_least == found.over == found.over_most, "a printed share leaves no prior"


def test_against_the_larger_half_the_probability_is_an_integral() -> None:
    """The market share is even on [1/2, 1]: P = E[(s - 1/2) over 1/2 where s is larger]."""
    exact = stats.beta(12, 8).expect(lambda s: 2 * (s - 0.5), lb=0.5, ub=1)
    found = ratio(single(12, 8), [rank("a", "largest")])
    assert found.over == pytest.approx(exact, abs=0.01)
    assert found.over_least < found.over < found.over_most


def test_an_empty_segment_counts_half_a_pseudo_trial() -> None:
    """Half a trial and twenty others: Beta(1/2, 20)."""
    figures = share_figures(drawn(single(20, 0)).labelled[:, 1])
    assert (figures.median, figures.high) == pytest.approx(
        (stats.beta(0.5, 20).median(), stats.beta(0.5, 20).ppf(0.95)), abs=0.004
    )


def test_the_sites_of_one_trial_vary_together() -> None:
    """Ten trials of ten sites each are ten trials, not a hundred."""
    sites = [[10.0 * part for part in row] for row in single(6, 4)]
    assert share_figures(drawn(sites).labelled[:, 0]) == share_figures(drawn(single(6, 4)).labelled[:, 0])


def test_draws_agree_with_plain_python() -> None:
    parts = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 3.0], [2.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    dice, ratios = random.Random(7), []
    for _ in range(20_000):
        weights = [dice.expovariate(1.0) for _ in parts]
        sums = [sum(w * row[at] for w, row in zip(weights, parts, strict=True)) for at in range(3)]
        rest = [dice.expovariate(1.0) for _ in range(3)]
        while max(rest) != rest[0]:
            rest = [dice.expovariate(1.0) for _ in range(3)]
        market_share = rest[0] / sum(rest)
        ratios.append(sums[0] / sum(sums) / market_share)
    found = ratio(parts, [rank("a", "largest")])
    assert found.over == pytest.approx(sum(item > 1 for item in ratios) / len(ratios), abs=0.015)
    assert found.median == pytest.approx(sorted(ratios)[10_000], abs=0.02)


def test_the_ratio_spans_every_repair_of_contradictory_claims() -> None:
    # "A over 60 %" and "B over 60 %" cannot both hold: in half of the draws A has the larger share, in half B.
    states = [share("a", ">", 60), share("b", ">", 60)]
    one, other = ratio(single(50, 50), states, at=0), ratio(single(50, 50), states, at=1)
    assert one.over == pytest.approx(0.5, abs=0.02)
    assert one.low == pytest.approx(other.low, rel=0.05)
    assert one.high == pytest.approx(other.high, rel=0.2)
    assert one.low < 1 < one.high


def test_quantiles_stand_for_the_draws_of_the_market() -> None:
    market_side = market([rank("a", "largest")], 3)
    found = market_quantiles(market_side)
    assert [len(row) for row in found] == [QUANTILES] * 3
    for row, drawn_shares in zip(found, market_side.shares.T, strict=True):
        assert row == sorted(row)
        assert sum(row) / QUANTILES == pytest.approx(drawn_shares.mean(), abs=0.002)
        below = sum(share_ < 0.4 for share_ in row) / QUANTILES
        assert below == pytest.approx((drawn_shares < 0.4).mean(), abs=0.006)


def test_simulation_noise_of_a_probability_is_below_half_a_point() -> None:
    found = [ratio(single(9, 11, 10), [order("a", "b", "c")], seed=seed).over for seed in range(30)]
    assert np.std(found) < 0.005


def test_draws_of_the_market_have_the_mean_and_the_bounds_of_the_intervals() -> None:
    for states in ([], [order("a", "b", "c")], [share("a", ">", 45), share("b", "~", 30, 2.5)]):
        states = states or [rank("a", "largest")]
        with TemporaryDirectory() as folder:
            intervals = share_intervals(report(Path(folder), states, segments=4), "d").intervals
        found = market(states, 4)
        assert found.shares.mean(axis=0) == pytest.approx([item.point for item in intervals], abs=0.004)
        assert found.low == pytest.approx([item.low for item in intervals], abs=1e-9)
        assert (found.shares.min(axis=0) >= found.low - 1e-9).all()
        assert (found.shares.max(axis=0) <= found.high + 1e-9).all()


def test_weights_turn_the_uniform_draws_into_another_prior() -> None:
    """Without a claim that binds, Dirichlet(2) shares of two have variance 1/20, Dirichlet(1/2) ones 1/8."""
    found = market([share("a", ">=", 0)], 2)
    deviation = (found.shares[:, 0] - 0.5) ** 2
    assert [float(weights @ deviation) for weights in found.other_weights] == pytest.approx([1 / 8, 1 / 20], abs=0.004)


def test_segments_without_trials_by_nature_leave_the_comparison_on_both_sides() -> None:
    found = market([share("a", "=", 50), share("b", "=", 30)], 3, comparable=["a", "c"])
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(len(found.shares)))
    assert found.shares[0] == pytest.approx([50 / 70, 20 / 70])
    assert (found.low <= found.shares.min(axis=0) + 1e-9).all()
    assert (found.high >= found.shares.max(axis=0) - 1e-9).all()


def test_no_claim_means_no_draws() -> None:
    with TemporaryDirectory() as folder:
        assert market_draws(report(Path(folder), [], segments=3), "d", ["a", "b", "c"]) is None


def test_label_errors_widen_the_share_and_moderate_the_probability() -> None:
    found = drawn(single(30, 10), errors=(ErrorRate(20, 100), ErrorRate(5, 100)))
    assert found.relabelled[:, 0].std() > 1.05 * found.labelled[:, 0].std()
    assert found.relabelled[:, 0].mean() == pytest.approx(0.75, abs=0.01)
    certain = drawn(single(30, 10), errors=(ErrorRate(0, 10**9),))
    assert np.allclose(certain.labelled[: len(certain.relabelled)], certain.relabelled)


def test_the_same_call_gives_the_same_draws() -> None:
    once, again = (drawn(single(3, 4), errors=(ErrorRate(1, 10),), draws=1_000) for _ in range(2))
    assert (once.labelled == again.labelled).all()
    assert (once.relabelled == again.relabelled).all()


@settings(max_examples=30, deadline=None)
@given(counts=st.lists(st.integers(0, 12), min_size=2, max_size=4).filter(any), added=st.integers(1, 5))
def test_more_trials_of_a_segment_never_lower_its_probability(counts: list[int], added: int) -> None:
    counts[0] = max(counts[0], 1)
    row = [1.0] + [0.0] * (len(counts) - 1)
    sides = market_sides(market([rank("a", "largest")], len(counts)))
    before = ratio_figures(drawn(single(*counts), draws=1_000), 0, sides[0])
    after = ratio_figures(drawn(single(*counts) + [row] * added, draws=1_000), 0, sides[0])
    assert after.over >= before.over


@settings(max_examples=20, deadline=None)
@given(scale=st.floats(0.01, 100), counts=st.lists(st.integers(0, 8), min_size=3, max_size=3).filter(any))
def test_scaling_all_weights_changes_no_figure(scale: float, counts: list[int]) -> None:
    parts = single(*counts)
    scaled = [[scale * part for part in row] for row in parts]
    assert np.allclose(drawn(parts, draws=500).labelled, drawn(scaled, draws=500).labelled)


SIMULATED = 200


@pytest.fixture(scope="module")
def simulated() -> list[tuple[RatioFigures, float]]:
    """Return figures and true ratio of worlds in which the claims hold and 300 trials are drawn from true shares.

    With 80 trials the middle is a little too sure (0.83 said, 0.80 true), since the bootstrap has no prior.
    """
    dice = np.random.default_rng(20261129)
    claims = market([order("a", "b")], 4)
    sides, worlds = market_sides(claims), []
    for world in range(SIMULATED):
        truth = dice.dirichlet(np.ones(4))
        counts = dice.multinomial(300, truth)
        true_market = claims.shares[dice.integers(len(claims.shares))]
        at = world % 4
        found = ratio_figures(drawn(single(*counts.tolist()), draws=2_000, seed=world), at, sides[at])
        worlds.append((found, float(truth[at] / true_market[at])))
    return worlds


def test_the_interval_has_its_nominal_coverage(simulated: list[tuple[RatioFigures, float]]) -> None:
    covered = [figures.low <= truth <= figures.high for figures, truth in simulated]
    assert 0.86 <= np.mean(covered) <= 0.94


def test_the_probability_is_calibrated(simulated: list[tuple[RatioFigures, float]]) -> None:
    said = np.array([figures.over for figures, _ in simulated])
    true = np.array([truth > 1 for _, truth in simulated])
    noise = np.sqrt((said * (1 - said)).sum()) / len(said)
    assert abs(said.mean() - true.mean()) < 2 * noise
    for part in (said < 0.3, (said >= 0.3) & (said <= 0.7), said > 0.7):
        spread = np.sqrt((said[part] * (1 - said[part])).sum()) / part.sum()
        assert abs(said[part].mean() - true[part].mean()) < 2.5 * spread
