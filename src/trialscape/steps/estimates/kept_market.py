"""Draws of market shares, which rest on a report alone, are kept from build to build."""

from trialscape.config.reports.report_files import Report, report_version
from trialscape.market.density.market_draws import MarketDraws, market_draws
from trialscape.market.density.packed_draws import packed, unpacked
from trialscape.steps.estimates.keep import Keep


def kept_market(keep: Keep, report: Report, dimension: str, segments: tuple[str, ...]) -> MarketDraws | None:
    """Return what ``market_draws`` does, calculated once for the same report, dimension and segments.

    A build that finds the draws imports neither the solvers nor the geometry that drawing needs, which takes a second.
    """
    rests_on = [report_version(report), report.id, dimension, repr(segments)]
    found = keep("market-draws", rests_on, lambda: packed(market_draws(report, dimension, segments)))
    return unpacked(found, segments)
