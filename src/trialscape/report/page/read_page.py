"""Everything that the page shows, read from the marts of one snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trialscape.report.page.rows import Row, rows_of
from trialscape.warehouse.reader import Warehouse


@dataclass(frozen=True, slots=True)
class PageData:
    """The rows behind the page; ``snapshot`` is the one row of meta.snapshot."""

    snapshot: Mapping[str, Any]
    reports: list[Row]
    comparison: list[Row]
    specifications: list[Row]


def read_page(warehouse: Warehouse) -> PageData:
    """Read the rows of one snapshot. Raises WarehouseError when the file is damaged or of another version."""
    names, rows = warehouse.query("SELECT * FROM meta.snapshot")
    return PageData(
        snapshot=dict(zip(names, rows[0], strict=True)),
        reports=rows_of(warehouse, "page_reports"),
        comparison=rows_of(warehouse, "page_comparison"),
        specifications=rows_of(warehouse, "page_specifications"),
    )
