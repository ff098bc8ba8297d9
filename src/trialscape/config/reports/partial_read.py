"""Read a report file without its unreadable items.

A file with an unreadable item is refused, but its other items are still checked, so that one pass shows every fault. As
little as possible is removed: an unknown key, one statement of a claim, else the whole item.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trialscape.config.reports.models import Report

Place = tuple[int | str, ...]


def read_readable_part(path: Path) -> tuple[Report | None, frozenset[str]]:
    """Return the readable rest of the file, or None, with the lists that lost an item and the ids that were lost."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return None, frozenset()
    try:
        return Report.model_validate(raw), frozenset()
    except ValidationError as error:
        places = {_removable_place(detail) for detail in error.errors()}
    lost = frozenset(name for place in _last_first(places) for name in _remove_item(raw, place))
    try:
        return Report.model_validate(raw), lost
    except ValidationError:
        return None, lost


def _removable_place(detail: ErrorDetails) -> Place:
    """Return the smallest part without which the rest can be read."""
    place = detail["loc"]
    if detail["type"] == "extra_forbidden" and not ("states" in place and len(place) > 4):
        return place
    return place[:4] if place[2:3] == ("states",) and len(place) > 4 else place[:2]


def _last_first(places: set[Place]) -> Sequence[Place]:
    """Return deeper places before the items that hold them, and later items before earlier ones."""
    return sorted(places, key=lambda place: (len(place), *(f"{part:09}" if isinstance(part, int) else str(part)
                                                           for part in place)), reverse=True)  # fmt: skip


def _remove_item(raw: dict[str, Any], place: Place) -> set[str]:
    """Remove the value at ``place`` from ``raw``; return the names by which other items may refer to it."""
    holder: Any = raw
    for step in place[:-1]:
        holder = holder[step] if _has(holder, step) else None
    last = place[-1]
    if isinstance(holder, list) and isinstance(last, int) and _has(holder, last):
        if len(place) > 2:
            holder.pop(last)
            return {_name(raw[str(place[0])][place[1]])}
        return {_name(holder.pop(last)), str(place[0])}
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif len(place) == 2:
        raw.pop(str(place[0]), None)
    return set()


def _name(item: Any) -> str:
    """Return how other items would name ``item``; "" where it has no readable id."""
    return str(item.get("id") or item.get("word") or "") if isinstance(item, dict) else ""


def _has(holder: Any, step: int | str) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)
