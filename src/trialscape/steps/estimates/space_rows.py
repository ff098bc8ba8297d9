"""Tests of white space as rows of ``estimates.white_space``."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from trialscape.market.association.dimension_pairs import CellFigures, PairCell, PairTables, Places, pair_tables
from trialscape.steps.estimates.keep import Keep, calculate
from trialscape.steps.rows.table_rows import Row
from trialscape.warehouse.estimates import Query

SPACE_COLUMNS = (
    "report",
    "cohort",
    "scope",
    "dimension_a",
    "segment_a",
    "dimension_b",
    "segment_b",
    "tested_count",
    "expected_permuted",
    "p_value",
    "q_value",
)


def space_rows(query: Query, scopes: Mapping[str, Any], keep: Keep = calculate) -> Iterator[Row]:
    """Yield a row for each cell of each pair of dimensions; ``scopes`` are the numbers of the trials within each."""
    cells = [
        PairCell(*row) for row in zip(*(column.tolist() for column in query("estimates/pairs").values()), strict=True)
    ]
    places, site_places = _places(query("estimates/places")), _places(query("estimates/site_places"))
    for tables in pair_tables(cells, places, site_places, scopes):
        yield from keep("white-space", [tables.content_hash()], partial(_rows, tables))


def _rows(tables: PairTables) -> list[Row]:
    return [_row(item) for item in tables.figures()]


def _row(item: CellFigures) -> Row:
    cell = item.cell
    segments = (cell.dimension_a, cell.segment_a, cell.dimension_b, cell.segment_b)
    figures = (item.tested_count, item.expected, item.p_value, item.q_value)
    return cell.report, cell.cohort, item.scope, *segments, *figures


def _places(found: Mapping[str, Any]) -> Places:
    """Return the numbers of the trials by the other columns."""
    numbers: dict[tuple[str, ...], list[int]] = {}
    for *key, trial in zip(*(column.tolist() for column in found.values()), strict=True):
        numbers.setdefault(tuple(key), []).append(trial)
    return numbers
