"""Intervals of shares with trials as clusters, against a bootstrap that draws whole trials."""

import numpy as np
import pytest

from tests.sql.twin_pipeline import clustered
from tests.support.twins import wilson

SHARES = [(60, 0.3, 1.2), (200, 0.5, 1.0), (150, 0.15, 1.4)]


@pytest.mark.parametrize(("count", "part", "spread"), SHARES)
def test_the_interval_is_that_of_a_bootstrap_over_trials(count: int, part: float, spread: float) -> None:
    """Trials with one to some hundred sites, most of a trial's sites in one segment or the other."""
    random = np.random.default_rng(11)
    totals = np.ceil(random.lognormal(1.0, spread, count))
    parts = random.binomial(totals.astype(int), random.beta(part, 1 - part, count))
    weights = random.standard_exponential((20_000, count))
    low, high = np.quantile((weights @ parts) / (weights @ totals), [0.025, 0.975])
    names = [str(at) for at in range(count)]
    share, bottom, top = clustered(
        dict(zip(names, parts.tolist(), strict=True)), dict(zip(names, totals.tolist(), strict=True))
    )
    assert share is not None
    assert bottom is not None
    assert top is not None
    width = high - low
    assert bottom == pytest.approx(low, abs=0.1 * width)
    assert top == pytest.approx(high, abs=0.1 * width)


def test_trials_as_equal_observations_would_be_too_sure() -> None:
    """Each trial has all its sites in the segment or none: then few large trials decide the share."""
    random = np.random.default_rng(5)
    totals = np.ceil(random.lognormal(1.0, 1.2, 80))
    inside = random.random(80) < 0.4
    names = [str(at) for at in range(80)]
    share, bottom, top = clustered(
        dict(zip(names, (totals * inside).tolist(), strict=True)), dict(zip(names, totals.tolist(), strict=True))
    )
    assert share is not None
    assert bottom is not None
    assert top is not None
    narrow = wilson(share * 80, 80)
    assert narrow[1] - narrow[0] < 0.85 * (top - bottom)


def test_whole_trials_are_worth_themselves() -> None:
    names = [str(at) for at in range(40)]
    found = clustered(dict.fromkeys(names[:12], 1.0), dict.fromkeys(names, 1.0))
    assert found[1:] == pytest.approx(wilson(12, 40))


def test_no_trial_in_a_segment_leaves_what_unequal_trials_are_worth() -> None:
    # (9 + 1 + 1)^2 / (81 + 1 + 1) = 121 / 83 trials.
    found = clustered({}, {"a": 9.0, "b": 1.0, "c": 1.0})
    assert found == pytest.approx((0.0, *wilson(0, 121 / 83)))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_few_trials_that_divide_alike_leave_a_wide_interval(count: int) -> None:
    """Every trial divides around 30 %; without a mean trial the interval covers 58, 67 and 78 % of the time."""
    random = np.random.default_rng(3)
    names = [str(at) for at in range(count)]
    covered = []
    for _ in range(1000):
        totals = 1 + random.geometric(0.08, count)
        parts = random.binomial(totals, random.beta(2.4, 5.6, count))
        share, low, high = clustered(
            dict(zip(names, map(float, parts), strict=True)), dict(zip(names, map(float, totals), strict=True))
        )
        assert share is not None
        assert low is not None
        assert high is not None
        covered.append(low <= 0.3 <= high)
    assert np.mean(covered) >= 0.92
