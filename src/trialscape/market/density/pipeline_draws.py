"""Draws of the pipeline's shares: the Bayesian bootstrap over trials, with and without errors of labels.

Each draw weights the trials by Dirichlet(1, ..., 1). A trial keeps its labels and sites in one piece, so that what
belongs to one trial varies together. A segment without a trial gets half a pseudo-trial, because no trial in a finite
sample does not mean a share of zero. Weights are exponentials that need no division: shares divide by their own sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Positions = NDArray[np.int64]

SEED = 20261129
# The standard error of a probability is at most half the root of 1 / draws, which is 0.005.
DRAWS = 10_000
CHUNK = 500
PSEUDO_TRIALS = 0.5


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often the labels of an axis were wrong: ``wrong`` of ``trials`` that were labelled by hand."""

    wrong: float
    trials: int


@dataclass(frozen=True, slots=True)
class Partition:
    """How trials divide over the segments of one dimension.

    ``trials`` are positions in the set of trials that is weighted, ``parts`` (trial, segment) what each counts in each
    segment (its part, or its sites), ``errors`` the rates of the axes that its labels come from.
    """

    trials: Positions
    parts: Matrix
    errors: tuple[ErrorRate, ...] = ()


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws (rows) of the segments' shares (columns): as labelled, and with labels that may be wrong."""

    labelled: Matrix
    relabelled: Matrix


def pipeline_draws(count: int, partitions: Sequence[Partition], *, draws: int = DRAWS, seed: int = SEED) -> list[Draws]:
    """Return the draws of each partition over the same weights of ``count`` trials; the same call, the same draws."""
    chunks = [_chunk(count, partitions, size, [seed, at]) for at, size in enumerate(_sizes(draws))]
    joined = []
    for found in zip(*chunks, strict=True):
        labelled, relabelled = (np.concatenate([draw[side] for draw in found]) for side in (0, 1))
        joined.append(Draws(labelled, relabelled))
    return joined


def _sizes(draws: int) -> Iterator[int]:
    for start in range(0, draws, CHUNK):
        yield min(CHUNK, draws - start)


def _chunk(count: int, partitions: Sequence[Partition], size: int, seed: list[int]) -> list[tuple[Matrix, Matrix]]:
    # Trial by trial from a stream of its own, so that a further trial leaves the weights of the others as they are.
    weights = np.random.default_rng([*seed, 0]).standard_exponential((count, size)).T
    doubt = np.random.default_rng([*seed, 1]).random((count, size)).T
    random = np.random.default_rng([*seed, 2])
    return [_shares(partition, weights, doubt, random) for partition in partitions]


def _shares(partition: Partition, weights: Matrix, doubt: Matrix, random: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Return share draws of one partition; rows of ``parts`` that hold nothing take no part."""
    whole = partition.parts.sum(axis=1)
    counts = np.flatnonzero(whole > 0)
    mix = partition.parts[counts] / whole[counts, None]
    mass = weights[:, partition.trials[counts]] * whole[counts]
    spare = _pseudo_trials(partition.parts, len(weights), random)
    labelled = _normed(mass @ mix + spare)
    if not partition.errors or not len(counts):
        return labelled, labelled
    is_wrong = doubt[:, partition.trials[counts]] < _error_draws(partition.errors, len(weights), random)[:, None]
    return labelled, _normed(_relabelled(mass, is_wrong, random) @ mix + spare)


def _pseudo_trials(parts: Matrix, size: int, random: np.random.Generator) -> Matrix:
    """Return the weight of half a pseudo-trial in each empty segment, in units of a mean trial."""
    filled = parts.sum(axis=0) > 0
    spare = random.standard_gamma(PSEUDO_TRIALS, (size, parts.shape[1]))
    spare[:, filled] = 0.0
    whole = parts.sum(axis=1)
    return np.asarray(spare * (whole[whole > 0].mean() if filled.any() else 1.0), dtype=np.float64)


def _error_draws(errors: Sequence[ErrorRate], size: int, random: np.random.Generator) -> Vector:
    """Return draws of the chance that at least one of the axes is wrong, each after Jeffreys' prior."""
    right = np.ones(size)
    for error in errors:
        right *= 1.0 - random.beta(error.wrong + 0.5, error.trials - error.wrong + 0.5, size)
    return 1.0 - right


def _relabelled(mass: Matrix, is_wrong: NDArray[np.bool_], random: np.random.Generator) -> Matrix:
    """Return the weights with those of wrongly labelled trials moved to trials whose labels they take over."""
    draw, trial = np.nonzero(is_wrong)
    donor = random.integers(mass.shape[1], size=len(trial))
    moved = np.where(is_wrong, 0.0, mass)
    np.add.at(moved, (draw, donor), mass[draw, trial])
    return moved


def _normed(sums: Matrix) -> Matrix:
    return np.asarray(sums / sums.sum(axis=1, keepdims=True), dtype=np.float64)
