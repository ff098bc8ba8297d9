"""How well the pipeline keeps an order: the chance that one segment is ahead of another, and of all stated pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trialscape.market.density.pipeline_draws import Draws
from trialscape.market.density.posterior import DIGITS


@dataclass(frozen=True, slots=True)
class PairFigures:
    """The probability that the pipeline share at place ``one`` is above that at place ``other``."""

    one: int
    other: int
    ahead: float


@dataclass(frozen=True, slots=True)
class Concordance:
    """Part of the stated pairs that the pipeline keeps: mean and 90 % interval over the draws."""

    pairs: int
    mean: float
    low: float
    high: float


def pair_figures(draws: Draws) -> Iterator[PairFigures]:
    """Yield the figures of every ordered pair of segments, over the same weights of trials for both.

    What one trial counts in both segments cancels, so that a pair is separated more sharply than by two intervals.
    """
    labelled = draws.labelled
    for one in range(labelled.shape[1]):
        ahead = (labelled[:, [one]] > labelled).mean(axis=0).round(DIGITS).tolist()
        yield from (PairFigures(one, other, chance) for other, chance in enumerate(ahead) if other != one)


def concordance(draws: Draws, stated: Sequence[tuple[int, int]]) -> Concordance | None:
    """Return how many ``stated`` pairs (leading, trailing) have that order in the pipeline; None without pairs."""
    if not stated:
        return None
    leading, trailing = np.transpose(stated)
    kept = (draws.labelled[:, leading] > draws.labelled[:, trailing]).mean(axis=1)
    low, high = np.quantile(kept, [0.05, 0.95], method="nearest").tolist()
    return Concordance(len(stated), *(round(float(value), DIGITS) for value in (kept.mean(), low, high)))
