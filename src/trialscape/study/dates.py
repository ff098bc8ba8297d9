"""Partial dates, as the registry gives them: a year, a month or a day, without added precision."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year"]

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision; ``first_day`` is the earliest day that it can mean."""

    text: str
    first_day: dt.date
    precision: Precision
    kind: str = ""

    @property
    def year(self) -> int:
        """Return the calendar year."""
        return self.first_day.year


def parse_partial_date(text: str, kind: str = "") -> PartialDate | None:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; return None for anything else, which the caller signals.

    ``kind`` is the registry's ACTUAL or ESTIMATED, or "" where it gives none.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        first_day = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return PartialDate(text, first_day, precision, kind)
