"""The market of each segment in USD million for each year of the report's headline estimate.

Shares are those of the year for which claims are stated; where a report states none for a later year, the shares are
held, and the derivation says so. The interval covers the shares' room only: the market's size enters as it is printed
or interpolated, because the two uncertainties have different causes and are shown separately.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from trialscape.config.reports.report_files import Report
from trialscape.market.shares.constraints import year_of_shares
from trialscape.market.shares.intervals import Basis, DimensionShares, ShareInterval, share_intervals
from trialscape.market.sizes.size_by_year import SizeBasis, YearSize, sizes_of


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """One segment's market in one year in USD million, low / point / high, with what share and size rest on."""

    report: str
    dimension: str
    segment: str
    year: int
    usd_low: float
    usd_point: float
    usd_high: float
    basis: Basis
    size_basis: SizeBasis
    share_year: int | None
    derivation: str


def segment_sizes(report: Report) -> tuple[SegmentSize, ...]:
    """Return low, point and high for each dimension, segment and headline year; nothing without a headline."""
    headline = report.headline()
    if headline is None:
        return ()
    return tuple(_of_report(report, sizes_of(report.id, headline)))


def _of_report(report: Report, sizes: tuple[YearSize, ...]) -> Iterator[SegmentSize]:
    for dimension in report.dimension:
        shares: dict[int | None, DimensionShares] = {}
        for size in sizes:
            stated = year_of_shares(report, dimension.id, size.year)
            if stated not in shares:
                shares[stated] = share_intervals(report, dimension.id, stated)
            for interval in shares[stated].intervals:
                yield _of_segment(interval, size)


def _of_segment(share: ShareInterval, size: YearSize) -> SegmentSize:
    held = "" if share.year == size.year or share.basis == "none" else f"; shares of {share.year} held"
    return SegmentSize(
        report=share.report,
        dimension=share.dimension,
        segment=share.segment,
        year=size.year,
        usd_low=share.low * size.usd,
        usd_point=share.point * size.usd,
        usd_high=share.high * size.usd,
        basis=share.basis,
        size_basis=size.basis,
        share_year=share.year,
        derivation=f"share: {share.derivation}{held}; market: {size.derivation}",
    )
