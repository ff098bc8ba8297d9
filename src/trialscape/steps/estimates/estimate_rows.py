"""Estimates as rows of the tables in ``estimates``: from queries over the concepts, through market, back to rows."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from trialscape.config.reports.report_files import Report, report_version
from trialscape.market.density.estimate import MarketFigures
from trialscape.market.density.pipeline_draws import Look, do_nothing
from trialscape.market.density.posterior import market_sides
from trialscape.steps.estimates import density_rows
from trialscape.steps.estimates.growth_rows import GROWTH_TABLES, growth_tables
from trialscape.steps.estimates.keep import Keep, calculate
from trialscape.steps.estimates.kept_market import kept_market
from trialscape.steps.estimates.space_rows import SPACE_COLUMNS, space_rows
from trialscape.steps.rows.table_rows import Table
from trialscape.warehouse.estimates import EstimateJob, Query

_SPACE = "estimates.white_space"


def estimate_jobs(
    reports: tuple[Report, ...], keep: Keep = calculate, look: Look = do_nothing
) -> tuple[EstimateJob, ...]:
    """Return what fills the tables of ``estimates`` for ``reports``.

    ``keep`` may know earlier results; ``look`` is called during long work, and may raise to stop it.
    """
    by_id = {report.id: report for report in reports}

    @cache
    def market_of(report: str, dimension: str, segments: tuple[str, ...]) -> MarketFigures | None:
        drawn = kept_market(keep, by_id[report], dimension, segments)
        return None if drawn is None else (drawn, market_sides(drawn))

    def versions_of(names: Iterable[str]) -> list[str]:
        return [report_version(by_id[name]) for name in names]

    def density(query: Query) -> Iterator[Table]:
        return density_rows.density_tables(query, _scopes(query), market_of, versions_of, keep, look)

    def growth(query: Query) -> Iterator[Table]:
        return growth_tables(query, keep)

    def space(query: Query) -> Iterator[Table]:
        yield _SPACE, SPACE_COLUMNS, list(space_rows(query, _scopes(query), keep))

    return (
        EstimateJob(
            _named("cells", "members", "weights", "scopes", "errors", "stated_pairs"), density_rows.TABLES, density
        ),
        EstimateJob(_named("pairs", "places", "site_places", "scopes"), (_SPACE,), space),
        EstimateJob(_named("growth_starts", "growth_segments", "growth_claims"), GROWTH_TABLES, growth),
    )


def _named(*queries: str) -> tuple[str, ...]:
    return tuple(f"estimates/{query}" for query in queries)


def _scopes(query: Query) -> dict[str, Any]:
    """Return the numbers of the trials within each scope."""
    within = query("estimates/scopes")
    return {scope: within["trial"][within["scope"] == scope] for scope in sorted(set(within["scope"]))}
