"""Signals: unexpected content of a record, counted and shown instead of ignored.

``known_fields.txt`` lists every path that API v2 documents in its field tree, with ``[]`` behind lists; it
was taken from the registry's own ``/studies/metadata``. Enumerations are those of its specification 2.0.5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from trialscape.study.dates import parse_partial_date
from trialscape.study.enums import ENUMS

# The kind of a record that cannot be read at all; its place is the search that found it, or the archive.
UNREADABLE = "unreadable_record"
# The kind of a search whose words the registry refused in a refresh; its place is the search.
REFUSED_SEARCH = "refused_search"
# The kind of a trial with more text than the classification's budget allows, whose labels are defaults.
TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something unexpected: ``kind``, the place in the record, the value found (shortened), and the trial."""

    kind: str
    place: str
    value: str
    nct_id: str


@cache
def known_fields() -> frozenset[str]:
    """Return the documented paths, such as ``protocolSection.conditionsModule.conditions[]``."""
    text = files("trialscape.study").joinpath("known_fields.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def audit(record: dict[str, Any], nct_id: str) -> Iterator[Signal]:
    """Yield a signal for each undocumented field and each enumeration value that the specification does not name."""
    yield from _audit(record, "", nct_id, known_fields())


def is_settled(kind: str, place: str, value: str) -> bool:
    """Return whether this version of the program knows the field, value or date form that was unknown then."""
    if kind == "unknown_field":
        return place in known_fields()
    if kind == "unknown_enum":
        return value in ENUMS.get(place, frozenset((value,)))
    return kind == "unreadable_date" and parse_partial_date(value, "") is not None


def _audit(value: Any, place: str, nct_id: str, known: frozenset[str]) -> Iterator[Signal]:
    if isinstance(value, dict):
        for key, item in value.items():
            inner = f"{place}.{key}" if place else key
            inner += "[]" if isinstance(item, list) else ""
            if inner in known:
                yield from _audit(item, inner, nct_id, known)
            else:
                yield Signal("unknown_field", inner, type(item).__name__, nct_id)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, list):
                # No list of the registry holds lists, and their depth is unknown.
                yield Signal("unknown_field", f"{place}[]", "list", nct_id)
            else:
                yield from _audit(item, place, nct_id, known)
    elif place in ENUMS and value not in ENUMS[place]:
        yield Signal("unknown_enum", place, str(value)[:60], nct_id)
