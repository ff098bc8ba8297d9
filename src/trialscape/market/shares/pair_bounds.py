"""Which of two segments has the larger market share, where the claims of a report decide it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trialscape.market.shares.convex_body import TOLERANCE
from trialscape.market.shares.intervals import DimensionShares
from trialscape.market.shares.polytope import widest_differences


@dataclass(frozen=True, slots=True)
class PairBounds:
    """Bounds of the share of ``segment`` minus the share of ``other`` under any repair of the claims.

    ``is_ahead`` if it is never below zero and can be above; ``claims`` state the order of the two, or are all claims
    of the dimension that hold under every repair where the order only follows from them.
    """

    report: str
    dimension: str
    segment: str
    other: str
    low: float
    high: float
    is_ahead: bool
    claims: tuple[str, ...]


def pair_bounds(shares: DimensionShares) -> Iterator[PairBounds]:
    """Yield the bounds of every ordered pair of segments of one dimension."""
    names = [item.segment for item in shares.intervals]
    size = len(names)
    widest = np.max([widest_differences(found.repair.rows, size) for found in shares.repairs], axis=0).round(9)
    for one, segment in enumerate(names):
        for other, rival in enumerate(names):
            if one != other:
                # This turns a negative zero, which clients print as -0.0, into zero.
                low, high = 0.0 - float(widest[other, one]), 0.0 + float(widest[one, other])
                is_ahead = low >= -TOLERANCE and high > TOLERANCE
                claims = _claims(shares, one, other) if is_ahead else ()
                yield PairBounds(shares.report, shares.dimension, segment, rival, low, high, is_ahead, claims)


def _claims(shares: DimensionShares, one: int, other: int) -> tuple[str, ...]:
    """Return the claims that state this pair, else all claims that hold under every repair."""
    kept = shares.repairs[0].repair.kept
    aside = [unit for found in shares.repairs for unit in found.repair.set_aside]
    undisputed = [unit for unit in kept if unit not in aside]
    direct = [unit.claim for unit in undisputed if (one, other) in unit.edges]
    return tuple(dict.fromkeys(direct or [unit.claim for unit in undisputed]))
