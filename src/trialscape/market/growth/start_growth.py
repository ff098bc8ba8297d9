"""Growth of starts a year: a Poisson log-linear trend, with the Bayesian bootstrap over trials.

Starts are counted over whole years. Under a log-linear trend the mean start year of a group fixes its slope, so that
each draw needs two sums. A trial that is in several items keeps one weight in all of them. Each year of each group gets
half a pseudo-trial of random weight, as in Jeffreys' prior for a Poisson rate: a group with a single start may then
have grown either way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from trialscape.market.arrays import SEED, Flags, Matrix, Positions, Vector

YEARS = 6
# Near a verdict at 0.95 the standard error of a probability is below 0.004.
DRAWS = 4_000
CHUNK = 500
PSEUDO_TRIALS = 0.5
DIGITS = 6
# Slopes are read from a table of mean years; growth by more than e to the fifth a year is not distinguished.
_STEEPEST = 5.0
_PLACES = np.arange(YEARS) - (YEARS - 1) / 2


@dataclass(frozen=True)
class Comparison:
    """Trials that are compared by growth, as positions: all of them, and those of each item.

    ``orders`` are chains of item names, from the fastest growing to the slowest, of which the probability is asked;
    names in one tuple are in no order among themselves. ``ranked`` items compete for the first place.
    """

    key: tuple[str, ...]
    base: Sequence[int]
    items: Mapping[str, Sequence[int]]
    ranked: tuple[str, ...] = ()
    orders: Mapping[str, tuple[tuple[str, ...], ...]] | None = None

    @cached_property
    def started(self) -> tuple[str, ...]:
        """Return the items with a start."""
        return tuple(name for name, trials in self.items.items() if len(trials))


@dataclass(frozen=True, slots=True)
class ItemGrowth:
    """Growth factor a year of one item, and the same over that of the rest, each with a 90 % interval.

    ``rising`` is the probability that the item grows at all.
    ``faster`` is the probability that it is above that of the rest; None, like the ratio, where there is no rest.
    ``first`` is the probability that it is the fastest of the ranked items; None for others.
    """

    starts: int
    growth: tuple[float, float, float]
    rising: float
    against_rest: tuple[float, float, float] | None
    faster: float | None
    first: float | None


@dataclass(frozen=True, slots=True)
class ComparisonGrowth:
    """The growth of every item with a start, and the probability of each order that can be asked."""

    key: tuple[str, ...]
    items: Mapping[str, ItemGrowth]
    orders: Mapping[str, float]


def start_growth(
    years: Vector | Positions,
    comparisons: Sequence[Comparison],
    *,
    last_year: int,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Iterator[ComparisonGrowth]:
    """Yield the growth of each comparison; ``years`` are the start years of all trials, by position.

    Every year must lie within the last six up to ``last_year``. The same call gives the same draws.
    """
    places = np.asarray(years - (last_year - (YEARS - 1) / 2), dtype=np.float64)
    at = 0
    own, rest = _slopes(places, comparisons, draws, seed)
    for item in comparisons:
        rows = slice(at, at + len(item.started))
        at = rows.stop
        yield _comparison_growth(item, own[rows], rest[rows])


def _slopes(places: Vector, comparisons: Sequence[Comparison], draws: int, seed: int) -> tuple[Matrix, Matrix]:
    """Return the slopes (row, draw) of every item with a start, comparison by comparison, and of the rest of each."""
    sizes = [len(item.started) for item in comparisons]
    bases = np.repeat(np.arange(len(comparisons)), sizes)
    # Groups of one comparison have separate pseudo-trials; those of different ones may share them.
    nth = np.concatenate([np.empty(0, dtype=np.int64), *(np.arange(size) for size in sizes)]).astype(np.int64)
    table = _table([item.base for item in comparisons], len(places))
    parts = _table([item.items[name] for item in comparisons for name in item.started], len(places))
    own, rest = np.empty((len(bases), draws)), np.empty((len(bases), draws))
    for chunk, start in enumerate(range(0, draws, CHUNK)):
        random = np.random.default_rng([seed, chunk])
        weights = random.standard_exponential((len(places), min(CHUNK, draws - start)), dtype=np.float32)
        moments = weights * places[:, None].astype(np.float32)
        columns = slice(start, start + weights.shape[1])
        spare = random.standard_gamma(PSEUDO_TRIALS, (2, max(sizes, default=0), YEARS, weights.shape[1]))
        more, shift = spare.sum(axis=2)[:, nth], np.einsum("gnyd,y->gnd", spare, _PLACES)[:, nth]
        mass, moment = parts @ weights, parts @ moments
        own[:, columns] = _slope((moment + shift[0]) / (mass + more[0]))
        mass, moment = np.maximum((table @ weights)[bases] - mass, 0.0), (table @ moments)[bases] - moment
        rest[:, columns] = _slope((moment + shift[1]) / (mass + more[1]))
    return own, rest


def _table(groups: Sequence[Sequence[int]], count: int) -> Any:
    """Return which group (row) holds which trial (column) as a sparse table."""
    from scipy.sparse import csr_array

    columns = np.concatenate([np.empty(0, dtype=np.int64), *(np.asarray(group, dtype=np.int64) for group in groups)])
    starts = np.concatenate([[0], np.cumsum([len(group) for group in groups])]).astype(np.int64)
    return csr_array((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(groups), count))


def _slope(mean_place: Matrix) -> Matrix:
    """Return the slope of the log-linear trend over the years under which the mean start lies at ``mean_place``."""
    slopes = np.linspace(-_STEEPEST, _STEEPEST, 4001)
    rates = np.exp(np.outer(slopes, _PLACES))
    means = (rates @ _PLACES) / rates.sum(axis=1)
    return np.asarray(np.interp(mean_place, means, slopes))


def _comparison_growth(item: Comparison, own: Matrix, rest: Matrix) -> ComparisonGrowth:
    ranked = [at for at, name in enumerate(item.started) if name in item.ranked]
    fastest = own[ranked].max(axis=0) if ranked else None
    items = {}
    for at, name in enumerate(item.started):
        has_rest = len(item.items[name]) < len(item.base)
        ratio = own[at] - rest[at]
        items[name] = ItemGrowth(
            starts=len(item.items[name]),
            growth=_factor(own[at]),
            rising=_chance(own[at] > 0),
            against_rest=_factor(ratio) if has_rest else None,
            faster=_chance(ratio > 0) if has_rest else None,
            first=_chance(own[at] >= fastest) if fastest is not None and at in ranked else None,
        )
    chances = {name: _in_order(item, own, chain) for name, chain in (item.orders or {}).items()}
    return ComparisonGrowth(item.key, items, {name: found for name, found in chances.items() if found is not None})


def _in_order(item: Comparison, own: Matrix, chain: Sequence[tuple[str, ...]]) -> float | None:
    """Return how often every name of one link grows faster than every one of the next; None if a link has no start."""
    links = [[item.started.index(name) for name in link if name in item.started] for link in chain]
    if len(links) < 2 or not all(links) or any(name not in item.started for name in chain[0]):
        return None
    steps = [own[link].min(axis=0) > own[after].max(axis=0) for link, after in pairwise(links)]
    return _chance(np.all(steps, axis=0))


def _factor(slopes: Vector) -> tuple[float, float, float]:
    median, low, high = np.exp(np.quantile(slopes, [0.5, 0.05, 0.95])).round(DIGITS).tolist()
    return median, low, high


def _chance(held: Flags) -> float:
    return round(float(held.mean()), DIGITS)
