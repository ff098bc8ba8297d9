"""Intervals of shares with trials as clusters, against a bootstrap that draws whole trials."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
from scipy.stats import t

from tests.sql.landscape import student, wilson
from tests.sql.twins.pipeline import clustered
from trialscape.market.density.pipeline_draws import Partition, pipeline_draws
from trialscape.market.density.posterior import share_figures
from trialscape.paths import shipped_folder

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


def test_counting_unequal_trials_as_equal_gives_too_narrow_intervals() -> None:
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


def test_whole_trials_have_the_wilson_interval() -> None:
    names = [str(at) for at in range(40)]
    found = clustered(dict.fromkeys(names[:12], 1.0), dict.fromkeys(names, 1.0), is_whole=True)
    assert found[1:] == pytest.approx(wilson(12, 40))


def test_a_segment_without_trials_uses_the_effective_number_of_all_trials() -> None:
    # (9 + 1 + 1)^2 / (81 + 1 + 1) = 121 / 83 trials.
    found = clustered({}, {"a": 9.0, "b": 1.0, "c": 1.0})
    assert found == pytest.approx((0.0, *wilson(0, 121 / 83, student(121 / 83))))


@pytest.mark.parametrize("freedom", [2, 3, 5, 9.5, 40, 1e6])
def test_the_quantile_is_student_s_within_one_per_cent(freedom: float) -> None:
    con = duckdb.connect()
    for name in ("normal_quantile", "student_quantile"):
        con.execute((shipped_folder("sql") / "functions" / f"{name}.sql").read_text(encoding="utf-8"))
    ((found,),) = con.execute("SELECT student_quantile($freedom)", {"freedom": freedom}).fetchall()
    assert found == pytest.approx(float(t.ppf(0.975, freedom)), rel=0.01)
    assert found == pytest.approx(student(freedom), rel=1e-12)


def _worlds(count: int, spread: float, part: float, alike: float, number: int) -> Iterator[tuple[list[float], ...]]:
    """Yield parts and totals of trials; with ``alike`` of 0 each trial lies wholly in the segment or outside."""
    random = np.random.default_rng(3)
    for _ in range(number):
        totals = np.ceil(random.lognormal(1.0, spread, count))
        inside = random.beta(alike * part, alike * (1 - part), count) if alike else random.random(count) < part
        yield random.binomial(totals.astype(int), inside).astype(float).tolist(), totals.tolist()


def _interval(parts: list[float], totals: list[float]) -> tuple[float, float]:
    _, low, high = clustered(dict(enumerated(parts)), dict(enumerated(totals)))
    assert low is not None
    assert high is not None
    return low, high


def enumerated(values: list[float]) -> Iterator[tuple[str, float]]:
    return ((str(at), value) for at, value in enumerate(values))


WORLDS = [(spread, part, alike) for spread in (0.6, 1.2) for part in (0.1, 0.3, 0.5) for alike in (0.0, 1.0, 8.0)]


@pytest.mark.parametrize(("count", "widest"), [(3, 0.87), (5, 0.72), (10, 0.53), (30, 0.32)])
def test_the_interval_of_unequal_trials_has_its_nominal_coverage(count: int, widest: float) -> None:
    """In worlds of trials with 1 to some 100 sites; with the normal quantile 92, 89, 90 and 91 % were covered."""
    covered, widths = [], []
    for world in WORLDS:
        found = [_interval(*drawn) for drawn in _worlds(count, *world, number=300)]
        covered.append(np.mean([low <= world[1] <= high for low, high in found]))
        widths.append(np.mean([high - low for low, high in found]))
    assert np.mean(covered) >= 0.93
    assert min(covered) >= 0.88
    assert np.mean(widths) <= widest


@pytest.mark.parametrize("count", [3, 5, 10])
@pytest.mark.parametrize("world", [(0.0, 0.5, 0.0), (1.2, 0.2, 0.0), (1.2, 0.5, 2.0)])
def test_verdicts_from_few_trials_are_rarely_wrongly_robust(count: int, world: tuple[float, float, float]) -> None:
    """The largest market share that the claims allow is the true share, so that every robust verdict is wrong.

    A verdict is robust by two intervals of 95 %. By that of the draws alone up to 16 % were wrong on one side.
    """
    wrong = []
    for number, (parts, totals) in enumerate(_worlds(count, *world, number=200)):
        table = np.array([parts, [total - part for part, total in zip(parts, totals, strict=True)]]).T
        (drawn,) = pipeline_draws(count, [Partition(np.arange(count), table)], draws=500, seed=number)
        figures = share_figures(drawn.labelled[:, 0])
        low, high = _interval(parts, totals)
        wrong.append((min(low, figures.low_95) > world[1], max(high, figures.high_95) < world[1]))
    # Of 200 at 2.5 % no more than 12 are expected with 99.5 %.
    assert np.sum(wrong, axis=0).max() <= 12
