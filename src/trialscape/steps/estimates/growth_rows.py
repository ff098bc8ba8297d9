"""Growth of starts as rows of ``estimates.segment_growth`` and ``estimates.claim_growth``."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from trialscape.market.growth.start_growth import Comparison, ComparisonGrowth, ItemGrowth, start_growth
from trialscape.steps.estimates.keep import Keep, calculate
from trialscape.steps.rows.table_rows import Row, Table
from trialscape.warehouse.estimates import Query

_FIGURES = (
    "start_count",
    "growth",
    "growth_low",
    "growth_high",
    "probability_rising",
    "growth_against_rest",
    "growth_against_rest_low",
    "growth_against_rest_high",
    "probability_faster",
)
SEGMENT_COLUMNS = ("report", "dimension", "cohort", "segment", *_FIGURES, "probability_fastest")
CLAIM_COLUMNS = ("report", "claim", "test", "cohort", "item", *_FIGURES, "probability_in_order")
GROWTH_TABLES = ("estimates.segment_growth", "estimates.claim_growth")
AS_CLAIMED = "as claimed"
BASE = ""

# By the name of an item: what else is known about it, and the numbers of its trials.
Entries = Mapping[str, tuple[Any, ...]]


def growth_tables(query: Query, keep: Keep = calculate) -> Iterator[Table]:
    """Yield the tables of growth; both are over the same draws."""
    starts = query("estimates/growth_starts")
    years, last_years = starts["start_year"], starts["last_year"].tolist()
    segments, claims = list(_segments(query)), list(_claims(query))

    def rows() -> tuple[list[Row], list[Row]]:
        found = list(start_growth(years, [*segments, *claims], last_year=int(last_years[0]))) if last_years else []
        of_segments, of_claims = found[: len(segments)], found[len(segments) :]
        return (
            [row for part in of_segments for row in _segment_rows(part)],
            [row for part in of_claims for row in _claim_rows(part)],
        )

    basis = (repr(years.tolist()), repr(last_years[:1]), repr(segments), repr(claims))
    for_segments, for_claims = keep("growth", basis, rows)
    yield from zip(GROWTH_TABLES, (SEGMENT_COLUMNS, CLAIM_COLUMNS), (for_segments, for_claims), strict=True)


def _segments(query: Query) -> Iterator[Comparison]:
    for key, entries in _grouped(query("estimates/growth_segments"), 3):
        ranked = tuple(name for name, row in entries.items() if name != BASE and row[0])
        yield Comparison(key, _trials(entries, BASE), _items(entries), ranked)


def _claims(query: Query) -> Iterator[Comparison]:
    for key, entries in _grouped(query("estimates/growth_claims"), 4):
        roles: dict[str, list[str]] = {}
        for name in _items(entries):
            roles.setdefault(entries[name][0], []).append(name)
        rule = next(iter(entries.values()))[1]
        named, after, other = (tuple(roles.get(role, ())) for role in ("named", "after", "other"))
        chains = {"first": (named, other), "last": (other, named), "second": (after, named, other)}
        orders = {AS_CLAIMED: chains[rule]} if rule in chains else {}
        yield Comparison(key, _trials(entries, BASE), _items(entries), orders=orders)


def _grouped(found: Mapping[str, Any], width: int) -> Iterator[tuple[tuple[Any, ...], Entries]]:
    """Yield each comparison's key with the rows of its items, by name; the item's name follows the key."""
    rows = zip(*(column.tolist() for column in found.values()), strict=True)
    for key, group in groupby(rows, key=lambda row: row[:width]):
        yield key, {row[width]: row[width + 1 :] for row in group}


def _items(entries: Entries) -> dict[str, list[int]]:
    return {name: _trials(entries, name) for name in entries if name != BASE}


def _trials(entries: Entries, name: str) -> list[int]:
    return list(entries[name][-1].tolist()) if name in entries else []


def _segment_rows(part: ComparisonGrowth) -> Iterator[Row]:
    for name, item in part.items.items():
        yield *part.key, name, *_figures(item), item.first


def _claim_rows(part: ComparisonGrowth) -> Iterator[Row]:
    for name, item in part.items.items():
        yield *part.key, name, *_figures(item), part.orders.get(AS_CLAIMED)


def _figures(item: ItemGrowth) -> Row:
    return (item.starts, *item.growth, item.rising, *(item.against_rest or (None, None, None)), item.faster)
