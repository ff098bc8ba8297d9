"""Draws of market shares as JSON data that holds their bytes, so that they can be kept to the last bit."""

from base64 import b64decode, b64encode
from typing import Any

import numpy as np

from trialscape.market.arrays import Vector
from trialscape.market.density.market_draws import MarketDraws


def packed(market: MarketDraws | None) -> dict[str, Any] | None:
    """Return the draws as JSON data; None where there are none."""
    if market is None:
        return None
    return {
        "shares": _text(market.shares),
        "low": _text(market.low),
        "high": _text(market.high),
        "other_weights": [_text(weights) for weights in market.other_weights],
    }


def unpacked(found: dict[str, Any] | None, segments: tuple[str, ...]) -> MarketDraws | None:
    """Return the draws of ``segments`` from what ``packed`` made of them."""
    if found is None:
        return None
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
