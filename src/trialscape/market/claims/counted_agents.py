"""Agents that are counted as one: a fixed combination counts as its part if that is known."""

import re
from collections.abc import Sequence

_JOINED = re.compile(r"\s*(?:/|\+|\band\b|\bwith\b)\s*", re.IGNORECASE)


def counted_as(names: Sequence[str]) -> dict[str, str]:
    """Return for each name, all of one label, the name that it counts as.

    "vibostolimab/pembrolizumab" counts as "vibostolimab" if that is among the names. Parts are separated by "/", "+",
    "and" or "with"; of several known parts the first one counts.
    """
    known = {name.casefold(): name for name in names}
    return {name: _part(name, known) for name in names}


def _part(name: str, known: dict[str, str]) -> str:
    parts = [part.casefold() for part in _JOINED.split(name) if part]
    if len(parts) < 2:
        return name
    return next((known[part] for part in parts if part in known), name)
