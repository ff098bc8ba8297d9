"""How concentrated a market is over its segments: bounds of the Herfindahl-Hirschman index from share intervals.

The index is the sum of squared shares, between 1/n and 1. Its bounds follow from the intervals and from shares adding
to 1; order among segments could narrow them further and is not used, so they are on the safe side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from trialscape.market.shares.intervals import DimensionShares
from trialscape.market.shares.repair_shares import repair_draws

# Up to this many segments all corners of the feasible region are enumerated.
EXACT_SEGMENTS = 12
STEPS = 200
# As many as in the comparison, so that both use the same draws.
DRAWS = 40_000


@dataclass(frozen=True, slots=True)
class Concentration:
    """Sum of squared shares of one dimension: smallest, largest, and the mean over all shares that the claims allow."""

    report: str
    dimension: str
    low: float
    point: float
    high: float


def concentration(shares: DimensionShares) -> Concentration | None:
    """Return the index of a dimension, or None where no claim bounds any share."""
    known = [item for item in shares.intervals if item.basis != "none"]
    if not known:
        return None
    lows, highs = [item.low for item in shares.intervals], [item.high for item in shares.intervals]
    low, high = index_bounds(lows, highs)
    # The index of the mean shares would be too small: an average of markets is more even than each of them.
    draws = repair_draws([found.repair for found in shares.repairs], len(shares.intervals), DRAWS)
    point = float((np.concatenate(draws) ** 2).sum(axis=1).mean())
    return Concentration(shares.report, shares.dimension, min(low, point), point, max(high, point))


def index_bounds(lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    """Return the smallest and the largest sum of squares of shares within ``lows`` and ``highs`` that add to 1."""
    return sum(share**2 for share in _most_even(lows, highs)), _largest(lows, highs)


def _most_even(lows: Sequence[float], highs: Sequence[float]) -> list[float]:
    """Return the shares nearest to even: all at one level, held within their bounds; found by halving."""
    bottom, top = 0.0, 1.0
    for _ in range(STEPS):
        level = (bottom + top) / 2
        total = sum(min(max(level, low), high) for low, high in zip(lows, highs, strict=True))
        bottom, top = (level, top) if total < 1 else (bottom, level)
    return [min(max(top, low), high) for low, high in zip(lows, highs, strict=True)]


def _largest(lows: Sequence[float], highs: Sequence[float]) -> float:
    """Return the largest index: it lies at a corner, where all shares but one stand at a bound."""
    size = len(lows)
    if size > EXACT_SEGMENTS:
        # The sum of squares is at most the largest share times the sum, which is 1.
        return max(highs)
    best = 0.0
    for free in range(size):
        others = [(lows[at], highs[at]) for at in range(size) if at != free]
        for corner in product(*others):
            rest = 1.0 - sum(corner)
            if lows[free] - 1e-9 <= rest <= highs[free] + 1e-9:
                best = max(best, rest**2 + sum(share**2 for share in corner))
    return best
