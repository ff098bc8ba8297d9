"""Share intervals: the shares that a report's claims allow for each segment, and their basis.

low and high are optima under the claims; the point is the mean over everything they allow. Where claims cannot hold
together, low and high span all repairs, and the point is the mean over them (conflicts.py). The basis says what a share
rests on: ``reported`` (the figure is printed), ``bounded`` (printed figures bound it, their own or those of its
neighbours, since shares add to 1), ``rank_implied`` (order only), ``none`` (no claim).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trialscape.config.reports.report_files import Report
from trialscape.market.shares.conflicts import Conflict, RepairSearch, find_repairs
from trialscape.market.shares.constraints import statement_parts, year_of_shares
from trialscape.market.shares.repair_shares import (
    RepairShares,
    envelope,
    repair_shares,
    set_aside_text,
    statements_text,
)

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
    """The shares of one dimension, with the conflicts of its claims and what each repair gives.

    ``rounded`` says that printed figures were given half a printed digit of room; ``complete`` that no repair is left
    out.
    """

    report: str
    dimension: str
    year: int | None
    intervals: tuple[ShareInterval, ...]
    conflicts: tuple[Conflict, ...]
    rounded: bool
    repairs: tuple[RepairShares, ...]
    complete: bool

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
    settled = find_repairs(statement_parts(report, dimension, stated), len(names))
    repairs = tuple(repair_shares(repair, len(names)) for repair in settled.repairs)
    low, point, high = envelope(repairs)
    kept = [unit for repair in settled.repairs for unit in repair.kept]
    intervals = tuple(
        ShareInterval(
            report=report.id,
            dimension=dimension,
            segment=name,
            year=stated,
            low=float(low[at]),
            point=float(point[at]),
            high=float(high[at]),
            basis=_basis(name, settled),
            claims=tuple(claim.id for claim in report.claim if any(unit.claim == claim.id for unit in kept)),
            method="; ".join(dict.fromkeys(shares.method for shares in repairs)),
            derivation=_derivation(settled, repairs, at, len(names)),
        )
        for at, name in enumerate(names)
    )
    rounded = any(repair.rounded for repair in settled.repairs)
    return DimensionShares(
        report.id, dimension, stated, intervals, settled.conflicts, rounded, repairs, settled.complete
    )


def all_share_intervals(report: Report) -> tuple[DimensionShares, ...]:
    """Return the base-year shares of every dimension; a framework has none."""
    if report.kind == "framework":
        return ()
    return tuple(share_intervals(report, dimension.id) for dimension in report.dimension)


def _basis(segment: str, settled: RepairSearch) -> Basis:
    """Return the basis of the claims that every repair keeps; without such claims, the weakest basis of any repair."""
    kept = settled.undisputed
    if any(unit.exact and unit.segment == segment for unit in kept):
        return "reported"
    groups = [kept] if kept else [repair.kept for repair in settled.repairs]
    if all(any(unit.kind == "number" for unit in group) for group in groups):
        return "bounded"
    return "rank_implied" if all(groups) else "none"


def _derivation(settled: RepairSearch, repairs: Sequence[RepairShares], at: int, size: int) -> str:
    kept = settled.undisputed
    if not kept and not settled.conflicts:
        return f"no claim orders or sizes these {size} segments, so any share between 0 and 100 % is possible"
    parts = ["; ".join(statements_text(kept)) or "no claim is undisputed", "shares add to 100 %"]
    parts += ["figures within half a printed digit"] if any(repair.rounded for repair in settled.repairs) else []
    parts += [_conflict_text(conflict) for conflict in settled.conflicts]
    if settled.conflicts:
        parts += [_repair_text(shares, number, len(repairs), at) for number, shares in enumerate(repairs, 1)]
    parts += [] if settled.complete else [f"only {len(repairs)} repairs were computed; there are more"]
    return "; ".join(parts)


def _conflict_text(conflict: Conflict) -> str:
    statements = [f"{unit.claim} ({unit.words})" for unit in conflict.units]
    if len(statements) == 1:
        return f"{statements[0]} cannot hold by itself"
    return f"{', '.join(statements[:-1])} and {statements[-1]} cannot hold together"


def _repair_text(shares: RepairShares, number: int, count: int, at: int) -> str:
    low, point, high = (100 * ends[at] for ends in (shares.low, shares.point, shares.high))
    aside = set_aside_text(shares.repair)
    return f"repair {number} of {count} sets aside {aside}: {low:.1f} to {high:.1f} %, mean {point:.1f} %"
