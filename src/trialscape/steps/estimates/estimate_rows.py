"""Estimates as rows of the tables in ``estimates``: from queries over the concepts, through market, back to rows."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import groupby
from math import isfinite
from typing import Any

from trialscape.config.reports.report_files import Report, report_version
from trialscape.market.density.cohort_inputs import CohortInputs, cohort_inputs
from trialscape.market.density.estimate import (
    Cell,
    CellDensity,
    MarketFigures,
    MarketOf,
    Members,
    PartitionDensity,
    estimate_density,
)
from trialscape.market.density.market_draws import market_draws, market_quantiles
from trialscape.market.density.pipeline_draws import ErrorRate
from trialscape.market.density.posterior import market_sides
from trialscape.steps.estimates.growth_rows import GROWTH_TABLES, growth_tables
from trialscape.steps.estimates.keep import Keep, calculate
from trialscape.steps.estimates.order_rows import ORDER_COLUMNS, PAIR_COLUMNS, order_rows, pair_rows
from trialscape.steps.estimates.space_rows import SPACE_COLUMNS, space_rows
from trialscape.steps.rows.table_rows import Row, Table
from trialscape.warehouse.estimates import EstimateJob, Query

DENSITY_COLUMNS = (
    "report",
    "dimension",
    "segment",
    "cohort",
    "scope",
    "counting",
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
    "report",
    "dimension",
    "segment",
    "cohort",
    "scope",
    "counting",
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
_WEIGHTED, _SPACE = "estimates.weighted_density", "estimates.white_space"
_QUANTILES = "estimates.market_quantile"

# Keeps the rows of a cohort in a scope under a name, its inputs and what else they rest on.
KeepOf = Callable[..., Any]

# Near the verdict's 0.95 the standard error of a probability is below 0.005 with so many draws.
WEIGHTED_DRAWS = 2_500


def estimate_jobs(reports: tuple[Report, ...], keep: Keep = calculate) -> tuple[EstimateJob, ...]:
    """Return what fills the tables of ``estimates`` for ``reports``; ``keep`` may know earlier results."""
    by_id = {report.id: report for report in reports}

    @cache
    def market_of(report: str, dimension: str, segments: tuple[str, ...]) -> MarketFigures | None:
        drawn = market_draws(by_id[report], dimension, segments)
        return None if drawn is None else (drawn, market_sides(drawn))

    def keep_of(name: str, inputs: CohortInputs, *others: str, rows: Callable[[], Any]) -> Any:
        versions = [report_version(by_id[report]) for report in inputs.reports]
        return keep(name, [inputs.content_hash(), *versions, *others], rows)

    def density(query: Query) -> Iterator[Table]:
        found = list(_density(query, market_of, keep_of))
        for number, (table, columns) in enumerate(_DENSITY_TABLES.items()):
            yield table, columns, [row for rows in found for row in rows[number]]
        places = _compared_places(query)
        versions = [report_version(by_id[report]) for report, _ in places]
        rows = keep("market quantiles", [repr(places), *versions], partial(_quantile_rows, places, market_of))
        yield _QUANTILES, QUANTILE_COLUMNS, rows

    def weighted(query: Query) -> Iterator[Table]:
        yield _WEIGHTED, WEIGHTED_COLUMNS, list(_weighted_density(query, market_of, keep_of))

    def growth(query: Query) -> Iterator[Table]:
        return growth_tables(query, keep)

    def space(query: Query) -> Iterator[Table]:
        yield _SPACE, SPACE_COLUMNS, list(space_rows(query, _scopes(query), keep))

    return (
        EstimateJob(
            _named("cells", "members", "scopes", "errors", "stated_pairs"), (*_DENSITY_TABLES, _QUANTILES), density
        ),
        EstimateJob(_named("pairs", "places", "site_places", "scopes"), (_SPACE,), space),
        EstimateJob(_named("cells", "weights", "scopes"), (_WEIGHTED,), weighted),
        EstimateJob(_named("growth_starts", "growth_segments", "growth_claims"), GROWTH_TABLES, growth),
    )


def _named(*queries: str) -> tuple[str, ...]:
    return tuple(f"estimates/{query}" for query in queries)


def _density(query: Query, market_of: MarketOf, keep_of: KeepOf) -> Iterator[tuple[list[Row], ...]]:
    """Yield for each cohort and scope its rows of the three tables of density."""
    members = query("estimates/members")
    errors = {
        key: tuple(ErrorRate(rate * trials, trials) for *_, rate, trials in group)
        for key, group in groupby(_rows(query, "estimates/errors"), key=lambda row: (row[0], row[1]))
    }
    stated = {
        key: [(one, other) for *_, one, other in group]
        for key, group in groupby(_rows(query, "estimates/stated_pairs"), key=lambda row: (row[0], row[1]))
    }

    def rows(inputs: CohortInputs) -> tuple[list[Row], ...]:
        parts = list(_estimated(inputs, market_of, errors, stated=stated))
        cells = [_row(cell) for part in parts for cell in part.cells]
        return cells, [row for part in parts for row in pair_rows(part)], [row for p in parts for row in order_rows(p)]

    for inputs in _cohorts(query, Members(members["cell"], members["trial"], members["units"])):
        yield keep_of("density", inputs, repr(errors), repr(stated), rows=partial(rows, inputs))


def _compared_places(query: Query) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the segments that are compared in each dimension of each report."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for _, report, dimension, _, segment in _rows(query, "estimates/cells"):
        found.setdefault((report, dimension), {})[segment] = None
    return {place: tuple(segments) for place, segments in found.items()}


def _quantile_rows(places: dict[tuple[str, str], tuple[str, ...]], market_of: MarketOf) -> list[Row]:
    """Return the quantiles of each segment's market share; none for a dimension whose shares no claim bounds."""
    rows: list[Row] = []
    for place, segments in places.items():
        market = market_of(*place, segments)
        if market is not None:
            rows += [(*place, *row) for row in zip(segments, market_quantiles(market[0]), strict=True)]
    return rows


def _weighted_density(query: Query, market_of: MarketOf, keep_of: KeepOf) -> Iterator[Row]:
    """Yield the estimates with trials weighted by phase and by patients; labels are taken as they are."""

    def rows(inputs: CohortInputs, weighting: str) -> list[Row]:
        parts = _estimated(inputs, market_of, {}, draws=WEIGHTED_DRAWS)
        return [_weighted_row(cell, weighting) for part in parts for cell in part.cells]

    found = query("estimates/weights")
    for weighting in ("phase", "patients"):
        counts = found[weighting] > 0
        members = Members(found["cell"][counts], found["trial"][counts], found[weighting][counts])
        for inputs in _cohorts(query, members):
            yield from keep_of(weighting, inputs, rows=partial(rows, inputs, weighting))


def _cohorts(query: Query, members: Members) -> Iterator[CohortInputs]:
    return cohort_inputs([Cell(*row) for row in _rows(query, "estimates/cells")], members, _scopes(query))


def _estimated(inputs: CohortInputs, *others: Any, **options: Any) -> Iterator[PartitionDensity]:
    return estimate_density(inputs.cells, inputs.members, inputs.scope, *others, **options)


def _weighted_row(item: CellDensity, weighting: str) -> Row:
    ratio = (None, None) if item.ratio is None else (_bounded(item.ratio.median), item.ratio.over)
    return *_row(item)[:6], weighting, item.share.low, item.share.high, *ratio


def _scopes(query: Query) -> dict[str, Any]:
    """Return the numbers of the trials within each scope."""
    within = query("estimates/scopes")
    return {scope: within["trial"][within["scope"] == scope] for scope in sorted(set(within["scope"]))}


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
