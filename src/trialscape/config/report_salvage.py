"""Read what is left of a report file once its unreadable items are taken out.

A file with an unreadable item is refused, yet its other items are still checked, so that one pass shows every fault.
"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trialscape.config.report_models import Report


def salvage(path: Path) -> tuple[Report | None, frozenset[str]]:
    """Return the readable rest of the file, or None, with the lists that lost an item and the ids that were lost."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None, frozenset()
    try:
        return Report.model_validate(raw), frozenset()
    except ValidationError as error:
        places = {detail["loc"][:2] for detail in error.errors()}
    lost = _take_out(raw, places)
    try:
        return Report.model_validate(raw), lost
    except ValidationError:
        return None, lost


def _take_out(raw: dict[str, Any], places: set[tuple[int | str, ...]]) -> frozenset[str]:
    """Remove the items and top-level keys at ``places`` from ``raw``; return their lists and ids."""
    lost: set[str] = set()
    for place in sorted(places, key=lambda place: (str(place[0]), -_index(place))):
        name, at = str(place[0]), _index(place)
        items = raw.get(name)
        if isinstance(items, list) and 0 <= at < len(items):
            item = items.pop(at)
            lost |= {name, str(item.get("id", "")) if isinstance(item, dict) else ""}
        else:
            raw.pop(name, None)
    return frozenset(lost)


def _index(place: tuple[int | str, ...]) -> int:
    return place[1] if len(place) > 1 and isinstance(place[1], int) else -1
