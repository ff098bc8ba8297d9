"""Orders of segments as rows of ``estimates.segment_pair`` and ``estimates.concordance``."""

from collections.abc import Iterator

from trialscape.market.density.estimate import PartitionDensity
from trialscape.steps.rows.table_rows import Row

PAIR_COLUMNS = ("report", "dimension", "segment", "other", "cohort", "scope", "counting", "probability_ahead")
ORDER_COLUMNS = (
    "report",
    "dimension",
    "cohort",
    "scope",
    "counting",
    "pair_count",
    "concordance",
    "concordance_low",
    "concordance_high",
)


def pair_rows(part: PartitionDensity) -> Iterator[Row]:
    """Yield a row for every ordered pair of the partition's segments."""
    for pair in part.pairs:
        one, other = part.cells[pair.one].cell, part.cells[pair.other].cell
        place = (one.report, one.dimension, one.segment, other.segment)
        yield *place, one.cohort, part.scope, one.counting, pair.ahead


def order_rows(part: PartitionDensity) -> Iterator[Row]:
    """Yield the row of the partition, if its report states an order."""
    if part.order is not None:
        cell, found = part.cells[0].cell, part.order
        place = (cell.report, cell.dimension, cell.cohort, part.scope, cell.counting)
        yield *place, found.pairs, found.mean, found.low, found.high
