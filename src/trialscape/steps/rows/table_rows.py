"""The type of the rows that the steps pass to the warehouse: table, columns, rows."""

from typing import Any

Row = tuple[Any, ...]
Table = tuple[str, tuple[str, ...], list[Row]]
