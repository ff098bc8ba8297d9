"""The market's size year by year in USD million: printed years as printed, years between them interpolated.

Between two printed years growth is taken as even (a constant yearly rate that meets both). With one printed year and
a printed growth rate, the rate gives the size in the years that it is printed for. Other years have no size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from trialscape.config.reports.report_files import Estimate, Report
from trialscape.market.sizes.growth_rate import compound_percent, size_after_growth

SizeBasis = Literal["printed", "interpolated", "extended"]


@dataclass(frozen=True, slots=True)
class YearSize:
    """The market's size in one year in USD million; ``low`` and ``high`` allow for printed rounding."""

    report: str
    estimate: str
    year: int
    usd: float
    low: float
    high: float
    basis: SizeBasis
    derivation: str


def yearly_sizes(report: Report) -> tuple[YearSize, ...]:
    """Return the size of each year of each estimate, the headline first."""
    ordered = sorted(report.estimate, key=lambda estimate: estimate.role != "headline")
    return tuple(size for estimate in ordered for size in sizes_of(report.id, estimate))


def size_in(report: Report, year: int) -> YearSize | None:
    """Return the headline size in ``year``, or None where the report gives none."""
    headline = report.headline()
    found = sizes_of(report.id, headline) if headline is not None else ()
    return next((size for size in found if size.year == year), None)


def sizes_of(report: str, estimate: Estimate) -> tuple[YearSize, ...]:
    """Return one size for each year that ``estimate`` covers, in order."""
    if len(estimate.sizes) == 1:
        return tuple(_extended(report, estimate))
    return tuple(_interpolated(report, estimate))


def _interpolated(report: str, estimate: Estimate) -> Iterator[YearSize]:
    points = estimate.sizes
    for left, right in pairwise(points):
        rate = compound_percent(left.usd, right.usd, right.year - left.year)
        words = f"between {left.year} and {right.year} as printed, at an even {rate:.2f} % a year"
        for year in range(left.year, right.year):
            part = (year - left.year) / (right.year - left.year)
            low, high = (_between(left.bounds[end], right.bounds[end], part) for end in (0, 1))
            usd = _between(left.usd, right.usd, part)
            if year == left.year:
                yield YearSize(report, estimate.id, year, usd, low, high, "printed", "as printed")
            else:
                yield YearSize(report, estimate.id, year, usd, low, high, "interpolated", words)
    last = points[-1]
    yield YearSize(report, estimate.id, last.year, last.usd, *last.bounds, "printed", "as printed")


def _between(first: float, last: float, part: float) -> float:
    return float(first * (last / first) ** part)


def _extended(report: str, estimate: Estimate) -> Iterator[YearSize]:
    only = estimate.sizes[0]
    rate, start, end = estimate.cagr_percent, estimate.cagr_from, estimate.cagr_to
    if rate is None or start is None or end is None:
        yield YearSize(report, estimate.id, only.year, only.usd, *only.bounds, "printed", "as printed")
        return
    words = f"from {only.year} as printed, at the printed {rate:g} % a year"
    for year in range(min(start, only.year), max(end, only.year) + 1):
        usd, low, high = (size_after_growth(value, rate, year - only.year) for value in (only.usd, *only.bounds))
        printed = year == only.year
        basis: SizeBasis = "printed" if printed else "extended"
        yield YearSize(report, estimate.id, year, usd, low, high, basis, "as printed" if printed else words)
