"""The days that a printed date covers."""

import calendar

# The last day of an open period.
OPEN = "9999-12-31"


def days_of(date: str) -> tuple[str, str]:
    """Return the first and the last day, as ISO texts, of a year, quarter (2025-Q1), month or day.

    A period "from" such a date ends on ``OPEN``.
    """
    if date.startswith("from "):
        return days_of(date.removeprefix("from "))[0], OPEN
    year, _, rest = date.partition("-")
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if rest.startswith("Q"):
        last = 3 * int(rest[1:])
        return f"{year}-{last - 2:02}-01", _end(year, last)
    if len(rest) == 2:
        return f"{date}-01", _end(year, int(rest))
    return date, date


def _end(year: str, month: int) -> str:
    return f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]:02}"
