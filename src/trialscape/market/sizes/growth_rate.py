"""Growth rates between two sizes, with the range that printed rounding allows."""

from dataclasses import dataclass

from trialscape.config.reports.report_files import SizePoint


@dataclass(frozen=True, slots=True)
class Growth:
    """A compound annual growth rate in per cent over ``years``, with the lowest and highest that rounding allows."""

    years: int
    percent: float
    low: float
    high: float


def compound_percent(first: float, last: float, years: float) -> float:
    """Return the yearly growth in per cent that leads from ``first`` to ``last`` in ``years`` (> 0) years."""
    return float(100.0 * ((last / first) ** (1.0 / years) - 1.0))


def growth_between(first: SizePoint, last: SizePoint, years: int) -> Growth:
    """Return the growth from ``first`` to ``last`` taken as ``years`` (> 0) years."""
    (first_low, first_high), (last_low, last_high) = first.bounds, last.bounds
    return Growth(
        years=years,
        percent=compound_percent(first.usd, last.usd, years),
        low=compound_percent(first_high, max(last_low, 1e-9), years),
        high=compound_percent(max(first_low, 1e-9), last_high, years),
    )


def size_after_growth(usd: float, percent: float, years: int) -> float:
    """Return ``usd`` after ``years`` years of growth; negative years go back in time."""
    return float(usd * (1.0 + percent / 100.0) ** years)
