"""What is said beside the table of a dimension: trials outside the report's market, and the pairs in order."""

from collections.abc import Mapping, Sequence
from typing import Any

from trialscape.cli.shared.output import Format, print_rows
from trialscape.queries import query_text
from trialscape.report.words import chance
from trialscape.warehouse.reader import Warehouse

Row = Mapping[str, Any]
# Report, dimension and cohort.
Place = tuple[str, str, str]


def place_of(row: Row) -> Place:
    """Return what the notes of a table are filed under."""
    return row["report"], row["dimension"], row["cohort"]


def outside_sentences(warehouse: Warehouse, asked: Mapping[str, str | None]) -> dict[Place, str]:
    """Return for each dimension how many trials are outside the report's market, and why; ``asked`` are the filters."""
    wanted = {name: asked[name] for name in ("report", "dimension", "cohort", "scope")}
    found: dict[Place, str] = {}
    for row in _asked(warehouse, "compare/outside_products", wanted):
        said = f"In no segment by the report's own words: {row['trials']}. {row['reason']}"
        found[place_of(row)] = f"{found.get(place_of(row), '')} {said}".strip()
    return found


def order_pairs(warehouse: Warehouse, asked: Mapping[str, str | None]) -> dict[Place, list[Row]]:
    """Return for each dimension the pairs of segments that the report puts in order; ``asked`` are the filters."""
    found: dict[Place, list[Row]] = {}
    for row in _asked(warehouse, "compare/order_pairs", asked):
        found.setdefault(place_of(row), []).append(row)
    return found


def print_pairs(pairs: Sequence[Row]) -> None:
    """Print the pairs of one dimension as a table; nothing where the report orders none."""
    lines = [_shown_pair(row) for row in pairs]
    if lines:
        cells = [list(line.values()) for line in lines]
        print_rows(list(lines[0]), cells, Format.table, title="Order of the market, pair by pair")


def _shown_pair(row: Row) -> dict[str, Any]:
    return {
        "larger in the report": row["larger"],
        "smaller": row["smaller"],
        "claims": ", ".join(row["claims"]),
        "P kept": chance(row["probability_kept"]),
        "only larger": row["only_leading_count"],
        "only smaller": row["only_trailing_count"],
        "p (Holm)": f"{row['p_value_holm']:.3f}" if row["p_value_holm"] >= 0.001 else "< 0.001",
        "pipeline": row["verdict"],
    }


def _asked(warehouse: Warehouse, query: str, asked: Mapping[str, str | None]) -> list[Row]:
    columns, rows = warehouse.query(query_text(query), dict(asked))
    return [dict(zip(columns, row, strict=True)) for row in rows]


PAIRS = (
    "Order of the market: P kept: probability that the larger segment of the market is the larger one in the pipeline; "
    "only larger, only smaller: trials in only one of the two segments; p: McNemar's exact test on these, with "
    "Holm's correction over the pairs of the dimension."
)
