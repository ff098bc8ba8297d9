"""Posterior figures of every cell: cohort by scope by dimension by counting by segment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from trialscape.market.density.market_draws import MarketDraws
from trialscape.market.density.pipeline_draws import Draws, ErrorRate, Partition, Positions, Vector, pipeline_draws
from trialscape.market.density.posterior import (
    MarketSide,
    RatioFigures,
    ShareFigures,
    market_sides,
    ratio_figures,
    share_figures,
)

# Report, dimension and the segments that are compared, to the draws of their shares.
MarketOf = Callable[[str, str, Sequence[str]], MarketDraws | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One segment of one partition of one cohort."""

    cohort: str
    report: str
    dimension: str
    counting: str
    segment: str


@dataclass(frozen=True, slots=True)
class Members:
    """What each trial counts in each cell: three columns of equal length, numbers of cells and trials from 0."""

    cell: Positions
    trial: Positions
    units: Vector


@dataclass(frozen=True, slots=True)
class CellDensity:
    """Figures of one cell in one scope; without a claim it has neither market bounds nor a ratio."""

    cell: Cell
    scope: str
    share: ShareFigures
    market_low: float | None
    market_high: float | None
    ratio: RatioFigures | None


def estimate_density(
    cells: Sequence[Cell],
    members: Members,
    scopes: Mapping[str, Positions],
    market_of: MarketOf,
    errors: Mapping[tuple[str, str], tuple[ErrorRate, ...]],
) -> Iterator[CellDensity]:
    """Yield the figures of all cells whose partition holds a trial, cohort by cohort and scope by scope."""
    markets: dict[tuple[str, ...], tuple[MarketDraws, list[MarketSide]] | None] = {}
    for _, group in groupby(enumerate(cells), key=lambda item: item[1].cohort):
        parts = [
            list(part)
            for _, part in groupby(group, key=lambda item: (item[1].report, item[1].dimension, item[1].counting))
        ]
        for scope, trials in scopes.items():
            yield from _within(parts, scope, _taken(members, parts, trials), market_of, errors, markets)


def _taken(members: Members, parts: Sequence[Sequence[tuple[int, Cell]]], trials: Positions) -> Members:
    """Return the rows of one cohort and one scope, with trials numbered anew from 0."""
    first, last = parts[0][0][0], parts[-1][-1][0]
    rows = np.flatnonzero((members.cell >= first) & (members.cell <= last) & np.isin(members.trial, trials))
    _, renumbered = np.unique(members.trial[rows], return_inverse=True)
    return Members(members.cell[rows], renumbered.astype(np.int64), members.units[rows])


def _within(
    parts: Sequence[Sequence[tuple[int, Cell]]],
    scope: str,
    members: Members,
    market_of: MarketOf,
    errors: Mapping[tuple[str, str], tuple[ErrorRate, ...]],
    markets: dict[tuple[str, ...], tuple[MarketDraws, list[MarketSide]] | None],
) -> Iterator[CellDensity]:
    """Yield the figures of one cohort in one scope: all its partitions share the weights of the trials."""
    filled = []
    for part in parts:
        cell = part[0][1]
        partition = _partition(part, members, errors.get((cell.report, cell.dimension), ()))
        if len(partition.trials):
            filled.append((part, partition))
    if not filled:
        return
    count = int(members.trial.max()) + 1
    for (part, _), draws in zip(filled, pipeline_draws(count, [found for _, found in filled]), strict=True):
        names = tuple(cell.segment for _, cell in part)
        key = (part[0][1].report, part[0][1].dimension, *names)
        if key not in markets:
            found = market_of(key[0], key[1], names)
            markets[key] = None if found is None else (found, market_sides(found))
        for at, (_, cell) in enumerate(part):
            yield _figures(cell, scope, draws, at, markets[key])


def _partition(part: Sequence[tuple[int, Cell]], members: Members, errors: tuple[ErrorRate, ...]) -> Partition:
    first, last = part[0][0], part[-1][0]
    rows = slice(*np.searchsorted(members.cell, [first, last + 1]))
    trials, row = np.unique(members.trial[rows], return_inverse=True)
    table = np.zeros((len(trials), last - first + 1))
    table[row, members.cell[rows] - first] = members.units[rows]
    return Partition(trials, table, errors)


def _figures(
    cell: Cell, scope: str, draws: Draws, at: int, market: tuple[MarketDraws, list[MarketSide]] | None
) -> CellDensity:
    share = share_figures(draws.labelled[:, at])
    if market is None:
        return CellDensity(cell, scope, share, None, None, None)
    bounds, sides = market
    ratio = ratio_figures(draws, at, sides[at])
    return CellDensity(cell, scope, share, float(bounds.low[at]), float(bounds.high[at]), ratio)
