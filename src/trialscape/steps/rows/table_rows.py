"""The form in which the steps hand rows to the warehouse: table, columns, rows."""

from typing import Any

Row = tuple[Any, ...]
Table = tuple[str, tuple[str, ...], list[Row]]
