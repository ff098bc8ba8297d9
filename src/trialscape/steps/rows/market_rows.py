"""Results that need only the reports, as rows of raw tables: shares, audit, sizes of segments, concentration."""

import json
from collections.abc import Iterator, Mapping

from trialscape.config.reports.report_files import Report
from trialscape.market.audit.run_audit import audit
from trialscape.market.shares.concentration import concentration
from trialscape.market.shares.intervals import DimensionShares, all_share_intervals
from trialscape.market.shares.pair_bounds import pair_bounds
from trialscape.market.shares.repair_shares import set_aside_text
from trialscape.market.shares.segment_sizes import segment_sizes
from trialscape.steps.rows.table_rows import Row, Table

SHARE_COLUMNS = ("report", "dimension", "segment", "low", "point", "high", "basis", "note")
FINDING_COLUMNS = ("report", "finding", "position", "rule", "verdict", "sentence", "claims", "figures")
REPAIR_COLUMNS = ("report", "dimension", "repair", "set_aside", "segment", "low", "point", "high")
MARKET_PAIR_COLUMNS = ("report", "dimension", "segment", "other", "low", "high", "is_ahead", "claims")
SIZE_COLUMNS = (
    "report",
    "dimension",
    "segment",
    "year",
    "usd_million_low",
    "usd_million",
    "usd_million_high",
    "basis",
    "size_basis",
    "share_year",
    "derivation",
)


def market_tables(reports: tuple[Report, ...], countries: Mapping[str, str]) -> Iterator[Table]:
    """Yield table, columns and rows of shares, audit, the segments' sizes and the market's concentration.

    ``countries`` are the names of countries by their code of two letters. This takes long and can be kept: the rows are
    JSON data and rest on the arguments alone.
    """
    yield "raw.share_interval", SHARE_COLUMNS, [row for report in reports for row in _shares(report)]
    yield "raw.finding", FINDING_COLUMNS, list(_findings(reports, countries))
    yield "raw.segment_size", SIZE_COLUMNS, [row for report in reports for row in _sizes(report)]
    every = [shares for report in reports for shares in all_share_intervals(report)]
    yield "raw.share_repair", REPAIR_COLUMNS, [row for shares in every for row in _repairs(shares)]
    yield "raw.market_pair", MARKET_PAIR_COLUMNS, [row for shares in every for row in _market_pairs(shares)]
    found = [concentration(shares) for shares in every]
    rows = [(item.report, item.dimension, item.low, item.point, item.high) for item in found if item is not None]
    yield "raw.market_concentration", ("report", "dimension", "low", "point", "high"), rows


def _shares(report: Report) -> Iterator[Row]:
    for shares in all_share_intervals(report) if report.kind == "market" else ():
        for item in shares.intervals:
            place = (report.id, item.dimension, item.segment)
            yield *place, item.low, item.point, item.high, item.basis, item.derivation


def _findings(reports: tuple[Report, ...], countries: Mapping[str, str]) -> Iterator[Row]:
    for position, item in enumerate(audit(reports, countries), start=1):
        figures = json.dumps({name: round(value, 6) for name, value in item.figures.items()})
        yield item.report, item.id, position, item.rule, item.verdict, item.sentence, list(item.claims), figures


def _repairs(shares: DimensionShares) -> Iterator[Row]:
    """Yield the shares under each repair; a dimension without conflicts has no repairs."""
    for number, found in enumerate(shares.repairs if shares.conflicts else (), start=1):
        for at, item in enumerate(shares.intervals):
            place = (shares.report, shares.dimension, number, set_aside_text(found.repair), item.segment)
            yield *place, found.low[at], found.point[at], found.high[at]


def _market_pairs(shares: DimensionShares) -> Iterator[Row]:
    for item in pair_bounds(shares):
        place = (item.report, item.dimension, item.segment, item.other)
        yield *place, item.low, item.high, item.is_ahead, list(item.claims)


def _sizes(report: Report) -> Iterator[Row]:
    # A framework prints no sizes.
    for item in segment_sizes(report):
        usd = (item.usd_low, item.usd_point, item.usd_high)
        basis = (item.basis, item.size_basis, item.share_year, item.derivation)
        yield item.report, item.dimension, item.segment, item.year, *usd, *basis
