"""Draws of the pipeline's shares: the Bayesian bootstrap over trials, with and without errors of labels.

Each draw weights the trials by Dirichlet(1, ..., 1). A trial keeps its labels and sites in one piece, so that what
belongs to one trial varies together. A segment without a trial gets half a pseudo-trial, because no trial in a finite
sample does not mean a share of zero. Weights are exponentials that need no division: shares divide by their own sum.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from trialscape.market.arrays import SEED, Light, Matrix, Positions, Vector

# The standard error of a probability is at most half the root of 1 / draws, which is 0.005.
DRAWS = 10_000
# Draws in which labels may be wrong, the first ones. Only one probability rests on them, and near a verdict at 0.95 its
# standard error is below 0.005 with so many; they would otherwise take half of the time.
RELABELLED_DRAWS = 2_500
CHUNK = 500
_MANY = 20_000
PSEUDO_TRIALS = 0.5
# Is called during long work, and may raise to stop it.
Look = Callable[[], None]
# Shares of one partition in some draws, as labelled and relabelled.
_Shares = tuple[Light, Light | None]


def do_nothing() -> None:
    """Go on."""


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often the labels of an axis were wrong: ``wrong`` of ``trials`` that were labelled by hand."""

    wrong: float
    trials: int


@dataclass(frozen=True)
class Partition:
    """How trials divide over the segments of one dimension.

    ``trials`` are ascending positions in the set of trials that is weighted, ``parts`` (trial, segment) what each
    counts in each segment (its part, or its sites; some of it in at least one), ``errors`` the rates of the axes that
    its labels come from.
    """

    trials: Positions
    parts: Matrix
    errors: tuple[ErrorRate, ...] = ()

    @cached_property
    def whole(self) -> Vector:
        """Return what each trial counts in all segments."""
        return np.asarray(self.parts.sum(axis=1))

    @cached_property
    def mix(self) -> Light:
        """Return how each trial divides over the segments; its rows add to 1."""
        return (self.parts / self.whole[:, None]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws (rows) of the segments' shares (columns): as labelled, and the first ones with labels that may be wrong."""

    labelled: Light
    relabelled: Light


@dataclass(frozen=True)
class Family:
    """Partitions of the same ``count`` trials, which have the same weights in all of them, and how often to draw."""

    count: int
    partitions: Sequence[Partition]
    draws: int = DRAWS

    @cached_property
    def stacked(self) -> Any:
        """Return what each trial counts in all segments of all partitions, as a sparse table (segment, trial).

        It is stored trial by trial, so that a product reads each weight once and keeps the sums in the cache. Each sum
        adds up its trials in the same order as if they were stored by segment.
        """
        from scipy.sparse import csc_array, hstack

        return csc_array(hstack([_spread(item, self.count) for item in self.partitions]).T, dtype=np.float32)


def pipeline_draws(count: int, partitions: Sequence[Partition], *, draws: int = DRAWS, seed: int = SEED) -> list[Draws]:
    """Return the draws of each partition over the same weights of ``count`` trials; the same call, the same draws."""
    (found,) = family_draws([Family(count, partitions, draws)], seed=seed)
    return found


def family_draws(families: Sequence[Family], look: Look = do_nothing, *, seed: int = SEED) -> list[list[Draws]]:
    """Return the draws of each partition of each family, as ``pipeline_draws`` does for one.

    The trial of a number has the same weights in every family, so that they are drawn once for all. ``look`` is called
    now and then, and may raise to stop.
    """
    wanted: dict[tuple[int, int], list[int]] = {}
    for number, family in enumerate(families):
        for step in enumerate(_sizes(family.draws, family.count)):
            wanted.setdefault(step, []).append(number)
    chunks: list[list[list[_Shares]]] = [[] for _ in families]
    for (at, size), numbers in sorted(wanted.items()):
        look()
        weights = _weights(max(families[number].count for number in numbers), size, [seed, at])
        for number in numbers:
            relabels = sum(len(found[0][0]) for found in chunks[number]) < RELABELLED_DRAWS
            chunks[number].append(_chunk(families[number], weights, [seed, at], relabels=relabels))
    return [[_whole(found) for found in zip(*parts, strict=True)] for parts in chunks]


def _whole(chunks: Sequence[_Shares]) -> Draws:
    return Draws(
        np.concatenate([labelled for labelled, _ in chunks]),
        np.concatenate([relabelled for _, relabelled in chunks if relabelled is not None])[:RELABELLED_DRAWS],
    )


def _spread(partition: Partition, count: int) -> Any:
    """Return the parts (trial, segment) as a sparse table with a row for every weighted trial."""
    from scipy.sparse import csr_array

    filled = partition.parts > 0
    starts = np.zeros(count + 1, dtype=np.int64)
    starts[partition.trials + 1] = filled.sum(axis=1)
    shape = (count, partition.parts.shape[1])
    return csr_array((partition.parts[filled], np.nonzero(filled)[1], np.cumsum(starts)), shape=shape)


def _sizes(draws: int, count: int) -> Iterator[int]:
    # Weights are held for one chunk at a time: 40 MB up to 20,000 trials.
    chunk = CHUNK if count <= _MANY else CHUNK * _MANY // count + 1
    for start in range(0, draws, chunk):
        yield min(chunk, draws - start)


def _weights(count: int, size: int, seed: list[int]) -> Light:
    """Return weights (trial, draw); a further trial does not change those of the others."""
    return np.random.default_rng([*seed, 0]).standard_exponential((count, size), dtype=np.float32)


def _chunk(family: Family, every: Light, seed: list[int], *, relabels: bool) -> list[_Shares]:
    """Return the shares of each partition in the draws of ``every``, the weights of at least as many trials."""
    partitions, weights, size = family.partitions, every[: family.count], every.shape[1]
    random = np.random.default_rng([*seed, 2])
    rates = [_error_draws(partition.errors if relabels else (), size, random) for partition in partitions]
    doubts = _doubts(weights, max((float(rate.max()) for rate in rates), default=0.0), seed)
    sums = np.split(family.stacked @ weights, np.cumsum([item.parts.shape[1] for item in partitions])[:-1])
    found = [_shares(*item, doubts, random) for item in zip(partitions, rates, sums, strict=True)]
    return [(labelled, relabelled if relabels else None) for labelled, relabelled in found]


@dataclass(frozen=True, slots=True)
class _Doubts:
    """Where a label may be wrong: draw, how small the error rate must be for it to be right, and the trial's weight.

    Places rise by trial; ``starts`` has the first place of each trial, and behind these the number of places.
    """

    draw: Positions
    value: Light
    weight: Light
    starts: Positions

    def of(self, trials: Positions) -> tuple[Positions, Positions]:
        """Return the places of these trials, which rise, and at which of them each is."""
        counts = self.starts[trials + 1] - self.starts[trials]
        row = np.repeat(np.arange(len(trials)), counts)
        before = np.cumsum(counts) - counts
        return row, np.arange(len(row)) + np.repeat(self.starts[trials] - before, counts)


def _doubts(weights: Light, largest: float, seed: list[int]) -> _Doubts:
    """Return the places of ``weights`` (trial, draw) with a uniform number below the largest error rate, with these.

    Gaps between such places are geometric, which takes a few random numbers instead of one for each place.
    """
    count, size = weights.shape
    random = np.random.default_rng([*seed, 1])
    places: Positions = np.empty(0, dtype=np.int64)
    if largest > 0:
        expected, at = count * size * largest, -1
        found = []
        while at < count * size:
            gaps = random.geometric(largest, size=int(expected + 4 * np.sqrt(expected)) + 8)
            found.append(at + np.cumsum(gaps))
            at = int(found[-1][-1])
        places = np.concatenate(found)
        places = places[places < count * size]
    value = random.random(len(places), dtype=np.float32) * np.float32(largest)
    starts = np.searchsorted(places, np.arange(count + 1) * size)
    return _Doubts(places % size, value, weights.ravel().take(places), starts)


def _shares(
    partition: Partition, rate: Light, sums: Light, doubts: _Doubts, random: np.random.Generator
) -> tuple[Light, Light]:
    """Return share draws of one partition, as labelled and relabelled."""
    spare = _pseudo_trials(partition, len(rate), random)
    labelled = _normed(sums, spare)
    if not rate.any() or not len(partition.trials):
        return labelled, labelled
    return labelled, _normed(sums + _moves(partition, rate, doubts, random), spare)


def _pseudo_trials(partition: Partition, size: int, random: np.random.Generator) -> Light:
    """Return the weight (segment, draw) of half a pseudo-trial in each empty segment, as large as a mean trial."""
    empty = np.flatnonzero(partition.parts.sum(axis=0) <= 0)
    spare = np.zeros((partition.parts.shape[1], size), dtype=np.float32)
    spare[empty] = random.standard_gamma(PSEUDO_TRIALS, (len(empty), size))
    return np.asarray(spare * np.float32(partition.whole.mean() if len(partition.whole) else 1.0))


def _error_draws(errors: Sequence[ErrorRate], size: int, random: np.random.Generator) -> Light:
    """Return draws of the chance that at least one of the axes is wrong, each after Jeffreys' prior."""
    right = np.ones(size)
    for error in errors:
        right *= 1.0 - random.beta(error.wrong + 0.5, error.trials - error.wrong + 0.5, size)
    return (1.0 - right).astype(np.float32)


def _moves(partition: Partition, rate: Light, doubts: _Doubts, random: np.random.Generator) -> Light:
    """Return by how much sums (segment, draw) change when wrongly labelled trials take over the labels of others."""
    from scipy.sparse import csr_array

    row, place = doubts.of(partition.trials)
    # Picking half of the places by flags would take eight times as long as by numbers.
    wrong = np.flatnonzero(doubts.value.take(place) < rate.take(doubts.draw.take(place)))
    row, place = row.take(wrong), place.take(wrong)
    donor = random.integers(len(partition.trials), size=len(row))
    taken = partition.mix.take(donor, axis=0)
    taken -= partition.mix.take(row, axis=0)
    draw, mass = doubts.draw.take(place), doubts.weight.take(place) * partition.whole.take(row)
    to_draw = csr_array((mass, draw, np.arange(len(row) + 1)), shape=(len(row), len(rate)))
    return np.asarray((to_draw.T @ taken).T, dtype=np.float32)


def _normed(sums: Light, spare: Light) -> Light:
    """Return shares (draw, segment) from sums (segment, draw)."""
    filled = sums + spare
    return np.asarray((filled / filled.sum(axis=0)).T)
