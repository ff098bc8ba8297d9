"""The shares under each repair of a contradictory ledger, and over all repairs.

No repair is more likely than another, so intervals span them all, and means and draws are equal mixtures of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trialscape.market.arrays import Matrix, Vector
from trialscape.market.shares.conflicts import Repair
from trialscape.market.shares.constraints import StatementPart
from trialscape.market.shares.order_means import mean_under_order
from trialscape.market.shares.polytope import extremes, uniform_draws, uniform_mean


@dataclass(frozen=True, slots=True)
class RepairShares:
    """Lowest, mean and highest share of each segment under one repair, and how the mean was found."""

    repair: Repair
    low: tuple[float, ...]
    point: tuple[float, ...]
    high: tuple[float, ...]
    method: str


def repair_shares(repair: Repair, size: int) -> RepairShares:
    """Return the shares of ``size`` segments that the statements of ``repair`` allow."""
    if not repair.kept:
        return RepairShares(repair, (0.0,) * size, (1.0 / size,) * size, (1.0,) * size, "1/n")
    low, high = extremes(repair.rows, size)
    point, method = _mean(repair, size)
    return RepairShares(repair, tuple(low.tolist()), point, tuple(high.tolist()), method)


def envelope(found: Sequence[RepairShares]) -> tuple[Vector, Vector, Vector]:
    """Return the lowest and highest shares under any repair, with the mean of the repairs' means between them."""
    low = np.min([shares.low for shares in found], axis=0)
    high = np.max([shares.high for shares in found], axis=0)
    return low, np.clip(np.mean([shares.point for shares in found], axis=0), low, high), high


def repair_draws(repairs: Sequence[Repair], size: int, count: int) -> tuple[Matrix, ...]:
    """Return ``count`` draws (rows) of the shares (columns) in all, as evenly over the repairs as they divide."""
    parts = [count // len(repairs) + (at < count % len(repairs)) for at in range(len(repairs))]
    return tuple(uniform_draws(repair.rows, size, part) for repair, part in zip(repairs, parts, strict=True))


def statements_text(units: Sequence[StatementPart]) -> list[str]:
    """Return the statements with their claims; pairs that form a rank or order are described as one."""
    groups: dict[tuple[str, str], list[StatementPart]] = {}
    for unit in units:
        groups.setdefault((unit.claim, unit.statement), []).append(unit)
    lines: list[str] = []
    for (claim, statement), group in groups.items():
        whole = len(group) >= group[0].parts
        lines += [f"{claim}: {statement}"] if whole else [f"{claim}: {unit.words}" for unit in group]
    return lines


def set_aside_text(repair: Repair) -> str:
    """Return the statements that a repair sets aside, in words."""
    return ", ".join(f"{unit.claim} ({unit.words})" for unit in repair.set_aside)


def _mean(repair: Repair, size: int) -> tuple[tuple[float, ...], str]:
    if all(unit.kind == "order" for unit in repair.kept):
        by_order = mean_under_order(size, {edge for unit in repair.kept for edge in unit.edges})
        if by_order is not None:
            return by_order, "exact, rank-order centroids"
    mean, method = uniform_mean(repair.rows, size)
    return tuple(mean.tolist()), method
