"""From what a report states to linear constraints on the shares of one dimension.

The readings, in one place and on the cautious side:

- ``=``   the share is the printed figure; where figures miss 100 by rounding, within half a printed digit
- ``>=``, ``<=``   the figure is included; ``>``, ``<``   it is not (the interval's end still names it)
- ``~``   within the points that the ledger gives with the figure, or with the word
- size of a segment   its size over the market's size of that year, with the rounding of both
- largest   not smaller than any other; minimal   not larger than any other
- second, close second   not larger than the one it follows, not smaller than any other; "close" bounds nothing,
  because no distance is printed
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from trialscape.config.reports.report_files import Op, Report, Statement, half_unit, order_edges
from trialscape.market.shares.polytope import Row
from trialscape.market.sizes.size_by_year import size_in

Kind = Literal["number", "order"]

# Priority of a statement, lowest first: order, rough figures, bounds, plain figures. It matters only where there are
# too many conflicts to find every repair.
PRIORITY: Mapping[str, int] = {"order": 0, "~": 1, ">": 2, "<": 2, ">=": 2, "<=": 2, "=": 3, "size": 3}

OP_WORDS: Mapping[Op, str] = {"=": "", ">=": "at least ", "<=": "at most ", ">": "over ", "<": "under ", "~": "around "}


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One atomic statement as constraints: a figure, or one pair of a rank or an order.

    ``statement`` is the whole in words, which ``parts`` atomic statements make. ``low`` and ``high`` bound the named
    segment's share (numbers only).
    """

    claim: str
    kind: Kind
    segment: str
    words: str
    statement: str
    parts: int
    rows: tuple[Row, ...]
    rounded_rows: tuple[Row, ...]
    edges: tuple[tuple[int, int], ...]
    priority: int
    low: float = 0.0
    high: float = 1.0
    printed: float | None = None
    exact: bool = False


def share_years(report: Report, dimension: str) -> tuple[int, ...]:
    """Return the years for which the report states shares or order in ``dimension``, ascending."""
    return tuple(sorted({year for _, _, year in _statements(report, dimension)}))


def year_of_shares(report: Report, dimension: str, year: int | None) -> int | None:
    """Return the year whose shares stand for ``year``: the latest stated one up to it, else the earliest."""
    years = share_years(report, dimension)
    if not years:
        return report.base_year
    wanted = year if year is not None else report.base_year
    upto = [stated for stated in years if wanted is None or stated <= wanted]
    return upto[-1] if upto else years[0]


def statement_parts(report: Report, dimension: str, year: int | None) -> tuple[StatementPart, ...]:
    """Return the constraints that ``report`` states for ``dimension`` in ``year``, in the order of the ledger."""
    names = [segment.id for segment in report.segments_of(dimension)]
    found: list[StatementPart] = []
    for claim, state, stated in _statements(report, dimension):
        if stated == year:
            number = _number(report, claim, state, names, stated)
            found += [number] if number is not None else _pairs(report, claim, state, names)
    return tuple(found)


def _statements(report: Report, dimension: str) -> Iterator[tuple[str, Statement, int]]:
    """Yield the statements that bound shares of ``dimension``, with claim id and the year that they are for."""
    names = {segment.id for segment in report.segments_of(dimension)}
    for claim in report.claim:
        for state in claim.states if not claim.set_aside else ():
            year = state.year or report.base_year
            bounds = state.kind in ("share", "size", "rank", "order") and state.is_of_segments
            if bounds and year is not None and set(state.segments) <= names:
                yield claim.id, state, year


def _number(report: Report, claim: str, state: Statement, names: list[str], year: int) -> StatementPart | None:
    if state.kind == "share":
        op, within = report.read(state)
        percent = state.percent or 0.0
        half = half_unit(percent) / 100
        value, label = percent / 100, f" {OP_WORDS[op]}"
    elif state.kind == "size":
        total = size_in(report, year)
        if total is None or state.usd is None:
            return None
        op, within, label, value = "=", 0.0, " by size ", state.usd / total.usd
        half = max(_size_high(state) / total.low - value, value - _size_low(state) / total.high)
    else:
        return None
    low, high = _ends(op, value, within / 100)
    half = half if op == "=" else 0.0  # Bounds and rough figures do not result from rounding.
    at = names.index(state.segments[0])
    words = f"{_titles(report)[state.segments[0]]}{label}{100 * value:.4g} %"
    return StatementPart(
        claim=claim,
        kind="number",
        segment=state.segments[0],
        words=words,
        statement=words,
        parts=1,
        rows=_rows(at, len(names), low, high, op),
        rounded_rows=_rows(at, len(names), max(low - half, 0.0), min(high + half, 1.0), op),
        edges=(),
        priority=PRIORITY["size" if state.kind == "size" else op],
        low=low,
        high=high,
        printed=value,
        exact=op == "=",
    )


def _ends(op: Op, value: float, within: float) -> tuple[float, float]:
    low = {"=": value, ">=": value, ">": value, "~": max(value - within, 0.0)}.get(op, 0.0)
    high = {"=": value, "<=": value, "<": value, "~": min(value + within, 1.0)}.get(op, 1.0)
    return low, high


def _rows(at: int, size: int, low: float, high: float, op: Op) -> tuple[Row, ...]:
    up = tuple(1.0 if place == at else 0.0 for place in range(size))
    down = tuple(-value for value in up)
    rows = [Row(down, -low, strict=op == ">")] if low > 0 or op == ">" else []
    return (*rows, Row(up, high, strict=op == "<")) if high < 1 or op == "<" else tuple(rows)


def _size_low(state: Statement) -> float:
    return (state.usd or 0.0) - _size_half(state)


def _size_high(state: Statement) -> float:
    return (state.usd or 0.0) + _size_half(state)


def _size_half(state: Statement) -> float:
    return half_unit(state.usd_billion) * 1000 if state.usd_billion is not None else half_unit(state.usd_million or 0.0)


def _pairs(report: Report, claim: str, state: Statement, names: list[str]) -> list[StatementPart]:
    """Return one part for each pair that a rank or an order consists of."""
    pairs, titles = order_edges(report, state), _titles(report)
    return [
        StatementPart(
            claim=claim,
            kind="order",
            segment=state.segments[0],
            words=f"{titles[high]} ≥ {titles[low]}",
            statement=_order_words(state, titles),
            parts=len(pairs),
            rows=(_order_row(names.index(high), names.index(low), len(names)),),
            rounded_rows=(_order_row(names.index(high), names.index(low), len(names)),),
            edges=((names.index(high), names.index(low)),),
            priority=PRIORITY["order"],
        )
        for high, low in pairs
    ]


def _titles(report: Report) -> dict[str, str]:
    return {segment.id: segment.name for segment in report.segment}


def _order_words(state: Statement, titles: Mapping[str, str]) -> str:
    own = titles[state.segments[0]]
    if state.kind == "order":
        return " ≥ ".join(titles[segment] for segment in state.segments)
    words = {"largest": f"{own} largest", "minimal": f"{own} smallest"}.get(state.rank or "", "")
    return words or f"{own} second after {titles.get(state.after, state.after)}"


def _order_row(high: int, low: int, size: int) -> Row:
    return Row(tuple(-1.0 if place == high else 1.0 if place == low else 0.0 for place in range(size)), 0.0)
