"""Rows of the program's queries on the marts, as dictionaries."""

from collections.abc import Mapping
from typing import Any

from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

Row = dict[str, Any]


def rows_of(warehouse: Warehouse, name: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """Return the rows of ``sql/queries/NAME.sql``."""
    names, rows = warehouse.query(query_text(name), parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]
