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
# Weights are many and need no more than seven digits.
Light = NDArray[np.float32]

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
    weights = np.random.default_rng([*seed, 0]).standard_exponential((count, size), dtype=np.float32)
    random = np.random.default_rng([*seed, 2])
    rates = [_error_draws(partition.errors, size, random) for partition in partitions]
    doubt = np.random.default_rng([*seed, 1]).random((count, size), dtype=np.float32)
    trial, draw = np.nonzero(doubt < max((rate.max() for rate in rates), default=0.0))
    doubts = _Doubts(trial, draw, doubt[trial, draw])
    return [_shares(*item, weights, doubts, random) for item in zip(partitions, rates, strict=True)]


@dataclass(frozen=True, slots=True)
class _Doubts:
    """Where a label may be wrong: trial, draw, and how small the error rate must be for it to be right."""

    trial: Positions
    draw: Positions
    value: Light


def _shares(
    partition: Partition, rate: Light, weights: Light, doubts: _Doubts, random: np.random.Generator
) -> tuple[Matrix, Matrix]:
    """Return share draws of one partition, as labelled and relabelled."""
    from scipy.sparse import csr_array

    table = np.zeros((len(weights), partition.parts.shape[1]), dtype=np.float32)
    table[partition.trials] = partition.parts
    spare = _pseudo_trials(partition.parts, weights.shape[1], random)
    sums = csr_array(table.T) @ weights
    labelled = _normed(sums, spare)
    if not rate.any() or not table.any():
        return labelled, labelled
    return labelled, _normed(sums + _moves(table, rate, weights, doubts, random), spare)


def _pseudo_trials(parts: Matrix, size: int, random: np.random.Generator) -> Matrix:
    """Return the weight (segment, draw) of half a pseudo-trial in each empty segment, as large as a mean trial."""
    empty = np.flatnonzero(parts.sum(axis=0) <= 0)
    whole = parts.sum(axis=1)
    spare = np.zeros((parts.shape[1], size))
    spare[empty] = random.standard_gamma(PSEUDO_TRIALS, (len(empty), size))
    return np.asarray(spare * (whole[whole > 0].mean() if whole.any() else 1.0), dtype=np.float64)


def _error_draws(errors: Sequence[ErrorRate], size: int, random: np.random.Generator) -> Light:
    """Return draws of the chance that at least one of the axes is wrong, each after Jeffreys' prior."""
    right = np.ones(size)
    for error in errors:
        right *= 1.0 - random.beta(error.wrong + 0.5, error.trials - error.wrong + 0.5, size)
    return (1.0 - right).astype(np.float32)


def _moves(table: Light, rate: Light, weights: Light, doubts: _Doubts, random: np.random.Generator) -> Light:
    """Return by how much sums (segment, draw) change when wrongly labelled trials take over the labels of others."""
    from scipy.sparse import csr_array

    whole = table.sum(axis=1)
    is_wrong = (doubts.value < rate[doubts.draw]) & (whole[doubts.trial] > 0)
    trial, draw = doubts.trial[is_wrong], doubts.draw[is_wrong]
    donors = np.flatnonzero(whole > 0)
    mix = table[donors] / whole[donors, None]
    donor = random.integers(len(donors), size=len(trial))
    taken = mix[donor] - table[trial] / whole[trial, None]
    mass = weights[trial, draw] * whole[trial]
    to_draw = csr_array((mass, (np.arange(len(trial)), draw)), shape=(len(trial), weights.shape[1]))
    return np.asarray((to_draw.T @ taken).T, dtype=np.float32)


def _normed(sums: Light, spare: Matrix) -> Matrix:
    """Return shares (draw, segment) from sums (segment, draw)."""
    filled = sums + spare
    return np.asarray((filled / filled.sum(axis=0)).T, dtype=np.float64)
