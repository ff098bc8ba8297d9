"""Everything that the page shows, read from the marts of one snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trialscape.report.page.cards import CardRows
from trialscape.report.rows import Row, rows_of
from trialscape.warehouse.reader import Warehouse


@dataclass(frozen=True, slots=True)
class PageData:
    """The rows behind the page; ``snapshot`` is the one row of meta.snapshot."""

    snapshot: Mapping[str, Any]
    reports: list[Row]
    comparison: list[Row]
    specifications: list[Row]
    trials: list[Row]
    members: list[Row]
    segments: list[Row]
    cohorts: list[Row]
    cards: CardRows
    charts: Mapping[str, list[Row]]
    reading: Mapping[str, list[Row]]


def read_page(warehouse: Warehouse) -> PageData:
    """Read the rows of one snapshot. Raises WarehouseError when the file is damaged or of another version."""
    names, rows = warehouse.query("SELECT * FROM meta.snapshot")
    parts = ("reports", "comparison", "specifications", "trials", "members", "segments", "cohorts")
    charts = ("grid", "white_space", "growth", "sizes", "agents", "targets", "players", "starts", "phases", "countries")
    details = ("texts", "labels", "arms", "sites", "changes")
    reading = ("claims", "audit", "readouts", "readout_counts", "flow", "searches")
    return PageData(
        snapshot=dict(zip(names, rows[0], strict=True)),
        **{name: rows_of(warehouse, f"page/{name}") for name in parts},
        cards=CardRows(**{name: rows_of(warehouse, f"page/{name}") for name in details}),
        charts={name: rows_of(warehouse, f"page/{name}") for name in charts},
        reading={name: rows_of(warehouse, f"page/{name}") for name in reading},
    )
