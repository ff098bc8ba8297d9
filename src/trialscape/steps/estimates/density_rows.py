"""Estimates of density as rows, those of all cohorts and scopes together: the same trials then get the same weights."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import isfinite
from typing import Any

from trialscape.market.density.cohort_inputs import CohortInputs, cohort_inputs
from trialscape.market.density.estimate import (
    Asked,
    Cell,
    CellDensity,
    MarketOf,
    Members,
    PartitionDensity,
    StatedPairs,
    estimate_densities,
)
from trialscape.market.density.market_draws import market_quantiles
from trialscape.market.density.pipeline_draws import ErrorRate, Look
from trialscape.steps.estimates.keep import Keep, keep_each
from trialscape.steps.estimates.order_rows import ORDER_COLUMNS, PAIR_COLUMNS, order_rows, pair_rows
from trialscape.steps.rows.table_rows import Row, Table
from trialscape.warehouse.estimates import Query

# What names a figure of a cell.
_CELL = ("report", "dimension", "segment", "cohort", "scope", "counting")
DENSITY_COLUMNS = (
    *_CELL,
    "pipeline_share_median",
    "pipeline_share_low",
    "pipeline_share_high",
    "pipeline_share_low_95",
    "pipeline_share_high_95",
    "market_share_low",
    "market_share_high",
    "ratio_median",
    "ratio_low",
    "ratio_high",
    "probability_over",
    "probability_over_least",
    "probability_over_most",
    "probability_over_relabelled",
)
WEIGHTED_COLUMNS = (
    *_CELL,
    "weighting",
    "pipeline_share_low",
    "pipeline_share_high",
    "ratio_median",
    "probability_over",
)
QUANTILE_COLUMNS = ("report", "dimension", "segment", "quantiles")

_DENSITY_TABLES = {
    "estimates.segment_density": DENSITY_COLUMNS,
    "estimates.segment_pair": PAIR_COLUMNS,
    "estimates.concordance": ORDER_COLUMNS,
}
_WEIGHTED, _QUANTILES = "estimates.weighted_density", "estimates.market_quantile"
TABLES = (*_DENSITY_TABLES, _WEIGHTED, _QUANTILES)

# Near the verdict's 0.95 the standard error of a probability is below 0.005 with so many draws.
WEIGHTED_DRAWS = 2_500

# Reports to the versions of their files.
VersionsOf = Callable[[Iterable[str]], list[str]]


@dataclass(frozen=True, slots=True)
class _Estimate:
    """What one kept result is calculated from, and how its figures become rows."""

    name: str
    inputs: CohortInputs
    others: tuple[str, ...]
    asked: Asked
    rows: Callable[[Sequence[PartitionDensity]], Any]


def density_tables(
    query: Query, scopes: Mapping[str, Any], market_of: MarketOf, versions_of: VersionsOf, keep: Keep, look: Look
) -> Iterator[Table]:
    """Yield the tables of density, with trials as they are and weighted, and the quantiles of market shares."""
    cells = [Cell(*row) for row in _rows(query, "estimates/cells")]
    by_trials, by_weights = list(_by_trials(query, cells, scopes)), list(_by_weights(query, cells, scopes))
    found = _calculated([*by_trials, *by_weights], market_of, versions_of, keep, look)
    for number, (table, columns) in enumerate(_DENSITY_TABLES.items()):
        yield table, columns, [row for rows in found[: len(by_trials)] for row in rows[number]]
    yield _WEIGHTED, WEIGHTED_COLUMNS, [row for rows in found[len(by_trials) :] for row in rows]
    places = _compared_places(cells)
    rests_on = [repr(places), *versions_of(report for report, _ in places)]
    yield _QUANTILES, QUANTILE_COLUMNS, keep("market quantiles", rests_on, partial(_quantile_rows, places, market_of))


def _calculated(
    estimates: Sequence[_Estimate], market_of: MarketOf, versions_of: VersionsOf, keep: Keep, look: Look
) -> list[Any]:
    def work(numbers: list[int]) -> list[Any]:
        found = estimate_densities([estimates[at].asked for at in numbers], market_of, look)
        return [estimates[at].rows(parts) for at, parts in zip(numbers, found, strict=True)]

    rests_on = [
        (item.name, [item.inputs.content_hash(), *versions_of(item.inputs.reports), *item.others]) for item in estimates
    ]
    return keep_each(keep, rests_on, work)


def _by_trials(query: Query, cells: Sequence[Cell], scopes: Mapping[str, Any]) -> Iterator[_Estimate]:
    """Yield an estimate of the three tables of density for each cohort and scope."""
    found = query("estimates/members")
    errors = {
        key: tuple(ErrorRate(rate * trials, trials) for *_, rate, trials in group)
        for key, group in groupby(_rows(query, "estimates/errors"), key=lambda row: (row[0], row[1]))
    }
    stated: StatedPairs = {
        key: [(one, other) for *_, one, other in group]
        for key, group in groupby(_rows(query, "estimates/stated_pairs"), key=lambda row: (row[0], row[1]))
    }
    for item in cohort_inputs(cells, Members(found["cell"], found["trial"], found["units"]), scopes):
        asked = Asked(item.cells, item.members, item.scope, errors, stated)
        yield _Estimate("density", item, (repr(errors), repr(stated)), asked, _density_rows)


def _by_weights(query: Query, cells: Sequence[Cell], scopes: Mapping[str, Any]) -> Iterator[_Estimate]:
    """Yield the estimates with trials weighted by phase and by patients; labels are taken as they are."""
    found = query("estimates/weights")
    for weighting in ("phase", "patients"):
        counts = found[weighting] > 0
        members = Members(found["cell"][counts], found["trial"][counts], found[weighting][counts])
        for item in cohort_inputs(cells, members, scopes):
            asked = Asked(item.cells, item.members, item.scope, draws=WEIGHTED_DRAWS)
            yield _Estimate(weighting, item, (), asked, partial(_weighted_rows, weighting))


def _density_rows(parts: Sequence[PartitionDensity]) -> tuple[list[Row], ...]:
    cells = [_row(cell) for part in parts for cell in part.cells]
    return cells, [row for part in parts for row in pair_rows(part)], [row for p in parts for row in order_rows(p)]


def _weighted_rows(weighting: str, parts: Sequence[PartitionDensity]) -> list[Row]:
    return [_weighted_row(cell, weighting) for part in parts for cell in part.cells]


def _compared_places(cells: Sequence[Cell]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the segments that are compared in each dimension of each report."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for cell in cells:
        found.setdefault((cell.report, cell.dimension), {})[cell.segment] = None
    return {place: tuple(segments) for place, segments in found.items()}


def _quantile_rows(places: dict[tuple[str, str], tuple[str, ...]], market_of: MarketOf) -> list[Row]:
    """Return the quantiles of each segment's market share; none for a dimension whose shares no claim bounds."""
    rows: list[Row] = []
    for place, segments in places.items():
        market = market_of(*place, segments)
        if market is not None:
            rows += [(*place, *row) for row in zip(segments, market_quantiles(market[0]), strict=True)]
    return rows


def _weighted_row(item: CellDensity, weighting: str) -> Row:
    ratio = (None, None) if item.ratio is None else (_bounded(item.ratio.median), item.ratio.over)
    return *_row(item)[: len(_CELL)], weighting, item.share.low, item.share.high, *ratio


def _rows(query: Query, name: str) -> list[Row]:
    """Return a small answer row by row."""
    return list(zip(*(column.tolist() for column in query(name).values()), strict=True))


def _row(item: CellDensity) -> Row:
    cell, share, ratio = item.cell, item.share, item.ratio
    key = (cell.report, cell.dimension, cell.segment, cell.cohort, item.scope, cell.counting)
    shares = (share.median, share.low, share.high, share.low_95, share.high_95)
    if ratio is None:
        return (*key, *shares, *(None,) * 9)
    density = (_bounded(ratio.median), _bounded(ratio.low), _bounded(ratio.high))
    over = (ratio.over, ratio.over_least, ratio.over_most, ratio.over_relabelled)
    return (*key, *shares, item.market_low, item.market_high, *density, *over)


def _bounded(value: float) -> float | None:
    """Return ``value``, or None where a market share of zero leaves it without a bound."""
    return value if isfinite(value) else None
