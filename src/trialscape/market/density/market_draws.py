"""Draws of the market shares that the claims of a report allow, and weights that convert them to other priors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trialscape.config.reports.report_files import Report
from trialscape.market.arrays import Matrix, Vector
from trialscape.market.shares.conflicts import find_repairs
from trialscape.market.shares.constraints import statement_parts, year_of_shares
from trialscape.market.shares.polytope import extremes
from trialscape.market.shares.repair_shares import repair_draws

MARKET_DRAWS = 40_000
# Dirichlet(1) is the uniform distribution; one half favours uneven markets, two even ones.
OTHER_PRIORS = (0.5, 2.0)
# Quantiles that stand for the draws of a segment where they are compared again.
QUANTILES = 100
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class MarketDraws:
    """Draws (rows) of the shares of ``segments`` (columns), the bounds of each, and the weights under other priors."""

    segments: tuple[str, ...]
    shares: Matrix
    low: Vector
    high: Vector
    other_weights: tuple[Vector, ...]


def market_draws(report: Report, dimension: str, comparable: Sequence[str]) -> MarketDraws | None:
    """Return the shares of ``comparable`` segments among themselves; None where no claim bounds a share.

    A segment that no trial can be in exists only on the market's side, so the others are compared without it.
    """
    names = [segment.id for segment in report.segments_of(dimension)]
    stated = year_of_shares(report, dimension, None)
    repairs = find_repairs(statement_parts(report, dimension, stated), len(names)).repairs
    if not all(repair.kept for repair in repairs) or report.kind == "framework" or not comparable:
        return None
    drawn = repair_draws(repairs, len(names), MARKET_DRAWS)
    whole = np.concatenate(drawn)
    ends = [extremes(repair.rows, len(names)) for repair in repairs]
    low, high = np.min([low for low, _ in ends], axis=0), np.max([high for _, high in ends], axis=0)
    chosen = [names.index(name) for name in comparable]
    left = [at for at in range(len(names)) if at not in chosen]
    shares = whole[:, chosen] / np.maximum(whole[:, chosen].sum(axis=1, keepdims=True), np.finfo(float).tiny)
    room_low, room_high = max(1.0 - high[left].sum(), 0.0), 1.0 - low[left].sum()
    return MarketDraws(
        segments=tuple(comparable),
        shares=shares,
        low=low[chosen] / max(room_high, np.finfo(float).tiny),
        high=np.minimum(high[chosen] / room_low, 1.0) if room_low > 0 else np.ones(len(chosen)),
        other_weights=tuple(_mixture_weights(drawn, alpha) for alpha in OTHER_PRIORS),
    )


def market_quantiles(market: MarketDraws) -> list[list[float]]:
    """Return for each segment the shares at the middle of ``QUANTILES`` equal steps of its draws, ascending."""
    steps = (np.arange(QUANTILES) + 0.5) / QUANTILES
    found: list[list[float]] = np.quantile(market.shares, steps, axis=0).round(_DIGITS).T.tolist()
    return found


def _mixture_weights(drawn: Sequence[Matrix], alpha: float) -> Vector:
    """Return the weights of all draws; each repair keeps its part, because a prior of shares favours no repair."""
    count = sum(len(shares) for shares in drawn)
    return np.concatenate([_prior_weights(shares, alpha) * len(shares) / count for shares in drawn])


def _prior_weights(shares: Matrix, alpha: float) -> Vector:
    """Return weights that turn uniform draws into draws under Dirichlet(alpha, ..., alpha); they add to 1."""
    logs = (alpha - 1.0) * np.log(np.maximum(shares, 1e-12)).sum(axis=1)
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)
