"""Estimates as rows of the tables in ``estimates``: from queries over the concepts, through market, back to rows."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from math import isfinite
from typing import Any

from trialscape.config.reports.report_files import Report
from trialscape.market.density.estimate import (
    Cell,
    CellDensity,
    MarketFigures,
    MarketOf,
    Members,
    PartitionDensity,
    estimate_density,
)
from trialscape.market.density.market_draws import market_draws
from trialscape.market.density.pipeline_draws import ErrorRate
from trialscape.market.density.posterior import market_sides
from trialscape.steps.estimates.growth_rows import growth_tables
from trialscape.steps.estimates.order_rows import ORDER_COLUMNS, PAIR_COLUMNS, order_rows, pair_rows
from trialscape.steps.estimates.space_rows import SPACE_COLUMNS, space_rows
from trialscape.steps.rows.table_rows import Row, Table
from trialscape.warehouse.build import Estimate, Query

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


# Near the verdict's 0.95 the standard error of a probability is below 0.005 with so many draws.
WEIGHTED_DRAWS = 2_500


def estimate_tables(reports: tuple[Report, ...]) -> Estimate:
    """Return what fills the tables of ``estimates`` for ``reports``."""
    by_id = {report.id: report for report in reports}

    @cache
    def market_of(report: str, dimension: str, segments: tuple[str, ...]) -> MarketFigures | None:
        drawn = market_draws(by_id[report], dimension, segments)
        return None if drawn is None else (drawn, market_sides(drawn))

    def fill(query: Query) -> Iterator[Table]:
        found = list(_density(query, market_of))
        yield "estimates.segment_density", DENSITY_COLUMNS, [_row(cell) for part in found for cell in part.cells]
        yield "estimates.segment_pair", PAIR_COLUMNS, [row for part in found for row in pair_rows(part)]
        yield "estimates.concordance", ORDER_COLUMNS, [row for part in found for row in order_rows(part)]
        yield "estimates.weighted_density", WEIGHTED_COLUMNS, list(_weighted_density(query, market_of))
        yield from growth_tables(query)
        yield "estimates.white_space", SPACE_COLUMNS, list(space_rows(query, _scopes(query)))

    return fill


def _density(query: Query, market_of: MarketOf) -> Iterator[PartitionDensity]:
    cells = [Cell(*row) for row in _rows(query, "estimates/cells")]
    found = query("estimates/members")
    members = Members(found["cell"], found["trial"], found["units"])
    errors = {
        key: tuple(ErrorRate(rate * trials, trials) for *_, rate, trials in group)
        for key, group in groupby(_rows(query, "estimates/errors"), key=lambda row: (row[0], row[1]))
    }
    stated = {
        key: [(one, other) for *_, one, other in group]
        for key, group in groupby(_rows(query, "estimates/stated_pairs"), key=lambda row: (row[0], row[1]))
    }
    return estimate_density(cells, members, _scopes(query), market_of, errors, stated=stated)


def _weighted_density(query: Query, market_of: MarketOf) -> Iterator[Row]:
    """Yield the estimates with trials weighted by phase and by patients; labels are taken as they are."""
    cells = [Cell(*row) for row in _rows(query, "estimates/cells")]
    scopes = _scopes(query)
    found = query("estimates/weights")
    for weighting in ("phase", "patients"):
        counts = found[weighting] > 0
        members = Members(found["cell"][counts], found["trial"][counts], found[weighting][counts])
        found_parts = estimate_density(cells, members, scopes, market_of, {}, draws=WEIGHTED_DRAWS)
        for item in (cell for part in found_parts for cell in part.cells):
            key = (*_row(item)[:6], weighting)
            ratio = (None, None) if item.ratio is None else (_bounded(item.ratio.median), item.ratio.over)
            yield (*key, item.share.low, item.share.high, *ratio)


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
