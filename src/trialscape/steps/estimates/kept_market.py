"""Draws of market shares, which rest on a report alone, kept from build to build as JSON that holds their bytes."""

from base64 import b64decode, b64encode
from typing import Any

import numpy as np

from trialscape.config.reports.report_files import Report, report_version
from trialscape.market.arrays import Vector
from trialscape.market.density.market_draws import MarketDraws, market_draws
from trialscape.steps.estimates.keep import Keep


def kept_market(keep: Keep, report: Report, dimension: str, segments: tuple[str, ...]) -> MarketDraws | None:
    """Return what ``market_draws`` does, calculated once for the same report, dimension and segments.

    A build that finds the draws imports neither the solvers nor the geometry that drawing needs, which takes a second.
    """
    rests_on = [report_version(report), report.id, dimension, repr(segments)]
    found = keep("market-draws", rests_on, lambda: _packed(market_draws(report, dimension, segments)))
    return None if found is None else _unpacked(found, segments)


def _packed(market: MarketDraws | None) -> dict[str, Any] | None:
    if market is None:
        return None
    return {
        "shares": _text(market.shares),
        "low": _text(market.low),
        "high": _text(market.high),
        "other_weights": [_text(weights) for weights in market.other_weights],
    }


def _unpacked(found: dict[str, Any], segments: tuple[str, ...]) -> MarketDraws:
    return MarketDraws(
        segments=segments,
        shares=_vector(found["shares"]).reshape(-1, len(segments)),
        low=_vector(found["low"]),
        high=_vector(found["high"]),
        other_weights=tuple(map(_vector, found["other_weights"])),
    )


def _text(numbers: Vector) -> str:
    """Return the bytes of the numbers as text; digits would take twice the room and ten times the time."""
    return b64encode(np.ascontiguousarray(numbers, dtype="<f8").tobytes()).decode("ascii")


def _vector(text: str) -> Vector:
    return np.frombuffer(b64decode(text), dtype="<f8").astype(np.float64)
