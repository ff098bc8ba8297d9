"""The ratio of pipeline share to market share of one segment: its posterior in a few figures."""

from dataclasses import dataclass

import numpy as np

from trialscape.market.arrays import Light, Vector
from trialscape.market.density.market_draws import MarketDraws
from trialscape.market.density.pipeline_draws import Draws

# Digits that are kept; the draws are not more precise.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class MarketSide:
    """Draws of one segment's market share: as drawn, ascending, and the weight up to each under each prior."""

    drawn: Vector
    ascending: Vector
    weight_up_to: tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class ShareFigures:
    """Median, 90 % and 95 % interval of a pipeline share; the first three are also its break-even market share."""

    median: float
    low: float
    high: float
    low_95: float
    high_95: float


@dataclass(frozen=True, slots=True)
class RatioFigures:
    """Median and 90 % interval of pipeline share over market share, and the probability that it lies above 1.

    ``over_least`` and ``over_most`` are the probability's range over the other priors of the market's side;
    ``over_relabelled`` allows for wrong labels. An end without a bound is infinite.
    """

    median: float
    low: float
    high: float
    over: float
    over_least: float
    over_most: float
    over_relabelled: float


def market_sides(market: MarketDraws) -> list[MarketSide]:
    """Return the market side of each segment, sorted once for all comparisons with it."""
    return [_side(market, at) for at in range(len(market.segments))]


def _side(market: MarketDraws, at: int) -> MarketSide:
    drawn = market.shares[:, at]
    order = np.argsort(drawn, kind="stable")
    sums = tuple(np.concatenate([[0.0], np.cumsum(weights[order])]) for weights in market.other_weights)
    return MarketSide(drawn, drawn[order], sums)


def share_figures(draws: Vector | Light) -> ShareFigures:
    """Return the figures of one segment's pipeline share."""
    median, low, high, low_95, high_95 = np.quantile(draws, [0.5, 0.05, 0.95, 0.025, 0.975]).round(DIGITS).tolist()
    return ShareFigures(median, low, high, low_95, high_95)


def ratio_figures(pipeline: Draws, at: int, market: MarketSide) -> RatioFigures:
    """Return the figures of the ratio in segment ``at``.

    The probability compares every draw of the pipeline with every draw of the market, which has less noise than pairs.
    """
    drawn = pipeline.labelled[:, at]
    # Searching sorted values is faster, and a mean does not depend on their order.
    places = np.searchsorted(market.ascending, np.sort(drawn), side="left")
    over = float(places.mean()) / len(market.ascending)
    others = [over, *(float(sums[places].mean()) for sums in market.weight_up_to)]
    relabelled = np.searchsorted(market.ascending, np.sort(pipeline.relabelled[:, at]), side="left").mean() / len(
        market.ascending
    )
    # Draws of the market stand repair by repair; equal steps through them meet every repair by its part.
    steps = np.arange(len(drawn)) * len(market.drawn) // len(drawn)
    with np.errstate(divide="ignore"):
        ratios = drawn / market.drawn[steps]
    # An inner quantile of values that may be infinite is a drawn one, never a mean with infinity.
    median, low, high = np.quantile(ratios, [0.5, 0.05, 0.95], method="nearest").tolist()
    return RatioFigures(
        *(round(value, DIGITS) for value in (median, low, high)),
        *(round(value, DIGITS) for value in (over, min(others), max(others), float(relabelled))),
    )
