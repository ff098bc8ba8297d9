"""Where a trial counts in the published landscape: segments, regions, end users, countries, cohorts, searches."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trialscape.cli.shared.output import wrapped
from trialscape.cli.shared.printable import printable
from trialscape.data_folder import warehouse_folder
from trialscape.errors import UsageError, WarehouseError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse, open_current

Row = dict[str, Any]

_HEADINGS = {"cohort": "Cohorts", "search": "Found by the searches", "country": "Countries of its sites"}
_MOST_COUNTRIES = 12


def places_of(data: Path, nct_id: str) -> list[Row]:
    """Return the places of a trial in the published warehouse; none without one, or if it lacks the trial."""
    try:
        with open_current(warehouse_folder(data)) as warehouse:
            return places_in(warehouse, nct_id)
    except (WarehouseError, UsageError):
        return []


def places_in(warehouse: Warehouse, nct_id: str) -> list[Row]:
    """Return the places of a trial in an open warehouse; none if it does not hold the trial."""
    names, rows = warehouse.query(query_text("explain/trial_place"), {"nct": nct_id})
    return [dict(zip(names, row, strict=True)) for row in rows]


def places_text(places: Sequence[Row]) -> str:
    """Return the places as lines: one for each dimension of a report, then cohorts, searches and countries."""
    if not places:
        return "The landscape does not hold this trial, so that it counts nowhere."
    groups: dict[str, list[str]] = {}
    for row in places:
        heading = (
            f"Report {row['report']}, {row['dimension_title']}" if row["kind"] == "segment" else _HEADINGS[row["kind"]]
        )
        groups.setdefault(heading, []).append(_named(row))
    lines = [wrapped(f"{heading}: {_listed(names)}", indent="  ", hang=2) for heading, names in groups.items()]
    return "\n".join(["Where it counts", *lines])


def _named(row: Row) -> str:
    title = printable(str(row["title"] or row["name"]))
    if row["site_count"] is None:
        return title
    return f"{title} ({row['site_count']} site{'s' if row['site_count'] > 1 else ''})"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_COUNTRIES
    return "; ".join(names[:_MOST_COUNTRIES]) + (f"; and {more} more" if more > 0 else "")
