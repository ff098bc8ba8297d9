"""Share intervals: what a report's claims allow for each segment, and how much of that is printed.

low and high are optima under all claims that hold together; the point is the mean over everything they allow. The
basis says how far a share may be trusted: ``reported`` (the figure is printed), ``bounded`` (printed figures bound it,
their own or those of its neighbours, since shares add to 1), ``rank_implied`` (order only), ``none`` (no claim).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trialscape.config.reports.report_files import Report
from trialscape.market.shares.conflicts import Conflict, rows_of, settle
from trialscape.market.shares.constraints import Unit, units, year_of_shares
from trialscape.market.shares.order_means import mean_under_order
from trialscape.market.shares.polytope import Row, extremes, uniform_mean

Basis = Literal["reported", "bounded", "rank_implied", "none"]


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """The share of one segment as a fraction of its dimension, with the claims it rests on and how it was found."""

    report: str
    dimension: str
    segment: str
    year: int | None
    low: float
    point: float
    high: float
    basis: Basis
    claims: tuple[str, ...]
    method: str
    derivation: str


@dataclass(frozen=True, slots=True)
class DimensionShares:
    """The shares of one dimension, with the constraints that hold together.

    ``rounded`` says that printed figures were given half a printed digit of room.
    """

    report: str
    dimension: str
    year: int | None
    intervals: tuple[ShareInterval, ...]
    conflicts: tuple[Conflict, ...]
    rounded: bool
    rows: tuple[Row, ...] = ()

    def of(self, segment: str) -> ShareInterval:
        """Return the interval of ``segment``; KeyError when the dimension has none of that name."""
        for interval in self.intervals:
            if interval.segment == segment:
                return interval
        raise KeyError(segment)


def share_intervals(report: Report, dimension: str, year: int | None = None) -> DimensionShares:
    """Return the shares of ``dimension`` from the claims that stand for ``year`` (default: the base year)."""
    stated = year_of_shares(report, dimension, year)
    names = [segment.id for segment in report.segments_of(dimension)]
    kept, conflicts, rounded = settle(units(report, dimension, stated), len(names))
    lows, points, highs, method = _shares(kept, len(names), rounded)
    intervals = tuple(
        ShareInterval(
            report=report.id,
            dimension=dimension,
            segment=name,
            year=stated,
            low=lows[at],
            point=min(max(points[at], lows[at]), highs[at]),
            high=highs[at],
            basis=_basis(name, kept),
            claims=tuple(dict.fromkeys(unit.claim for unit in kept)),
            method=method,
            derivation=_derivation(kept, conflicts, rounded, len(names)),
        )
        for at, name in enumerate(names)
    )
    return DimensionShares(report.id, dimension, stated, intervals, conflicts, rounded, rows_of(kept, rounded=rounded))


def all_share_intervals(report: Report) -> tuple[DimensionShares, ...]:
    """Return the base-year shares of every dimension; a framework has none."""
    if report.kind == "framework":
        return ()
    return tuple(share_intervals(report, dimension.id) for dimension in report.dimension)


def _shares(kept: Sequence[Unit], size: int, rounded: bool) -> tuple[list[float], list[float], list[float], str]:
    if not kept:
        return [0.0] * size, [1.0 / size] * size, [1.0] * size, "1/n"
    rows = rows_of(kept, rounded=rounded)
    low, high = extremes(rows, size)
    by_order = None
    if all(unit.kind == "order" for unit in kept):
        by_order = mean_under_order(size, {edge for unit in kept for edge in unit.edges})
    if by_order is not None:
        return low.tolist(), list(by_order), high.tolist(), "exact, rank-order centroids"
    mean, method = uniform_mean(rows, size)
    return low.tolist(), mean.tolist(), high.tolist(), method


def _basis(segment: str, kept: Sequence[Unit]) -> Basis:
    if any(unit.exact and unit.segment == segment for unit in kept):
        return "reported"
    if any(unit.kind == "number" for unit in kept):
        return "bounded"
    return "rank_implied" if kept else "none"


def _derivation(kept: Sequence[Unit], conflicts: Sequence[Conflict], rounded: bool, size: int) -> str:
    if not kept and not conflicts:
        return f"no claim orders or sizes these {size} segments: anything between 0 and 100 % is possible"
    parts = ["; ".join(f"{unit.claim}: {unit.words}" for unit in kept) or "no claim is left"]
    parts += ["shares add to 100 %"]
    parts += ["figures within half a printed digit"] if rounded else []
    for conflict in conflicts:
        aside = f"{conflict.set_aside.claim} ({conflict.set_aside.words}) set aside"
        others = [claim for claim in conflict.claims if claim != conflict.set_aside.claim]
        if len(conflict.units) == 1:
            parts.append(f"{aside}: it cannot hold by itself")
        else:
            own = [conflict.set_aside.claim]
            parts.append(f"{aside}: it cannot hold together with {', '.join(others or own)}")
    return "; ".join(parts)
