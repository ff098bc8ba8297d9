"""Posterior figures of every cell: cohort by scope by dimension by counting by segment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from trialscape.market.arrays import Flags, Positions, Vector
from trialscape.market.density.market_draws import MarketDraws
from trialscape.market.density.order import Concordance, PairFigures, concordance, pair_figures
from trialscape.market.density.pipeline_draws import (
    DRAWS,
    Draws,
    ErrorRate,
    Partition,
    pipeline_draws,
)
from trialscape.market.density.posterior import (
    MarketSide,
    RatioFigures,
    ShareFigures,
    ratio_figures,
    share_figures,
)

# The draws of a dimension's shares, and the same sorted for each segment.
MarketFigures = tuple[MarketDraws, list[MarketSide]]
# Report, dimension and the segments that are compared, to these; None where no claim bounds a share.
MarketOf = Callable[[str, str, tuple[str, ...]], MarketFigures | None]
# Report and dimension to the pairs of segments (leading, trailing) whose order the claims fix.
StatedPairs = Mapping[tuple[str, str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One segment of one partition of one cohort."""

    cohort: str
    report: str
    dimension: str
    counting: str
    segment: str


# The cells of one partition, with their numbers.
Part = Sequence[tuple[int, Cell]]


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


@dataclass(frozen=True, slots=True)
class PartitionDensity:
    """Figures of one partition in one scope: its cells, every ordered pair of them, and the order that is stated."""

    scope: str
    cells: tuple[CellDensity, ...]
    pairs: tuple[PairFigures, ...]
    order: Concordance | None


def estimate_density(
    cells: Sequence[Cell],
    members: Members,
    scopes: Mapping[str, Positions],
    market_of: MarketOf,
    errors: Mapping[tuple[str, str], tuple[ErrorRate, ...]],
    *,
    stated: StatedPairs | None = None,
    draws: int = DRAWS,
) -> Iterator[PartitionDensity]:
    """Yield the figures of all partitions that hold a trial, cohort by cohort and scope by scope.

    All partitions and scopes of a cohort share the weights of its trials.
    """
    for _, group in groupby(enumerate(cells), key=lambda item: item[1].cohort):
        parts = [
            list(part)
            for _, part in groupby(group, key=lambda item: (item[1].report, item[1].dimension, item[1].counting))
        ]
        for scope, part, drawn in _drawn(parts, _taken(members, parts), scopes, errors, draws):
            yield _partition_density(scope, part, drawn, market_of, stated or {})


def _taken(members: Members, parts: Sequence[Part]) -> Members:
    """Return the rows of one cohort."""
    first, last = parts[0][0][0], parts[-1][-1][0]
    rows = slice(*np.searchsorted(members.cell, [first, last + 1]))
    return Members(members.cell[rows], members.trial[rows], members.units[rows])


def _drawn(
    parts: Sequence[Part],
    members: Members,
    scopes: Mapping[str, Positions],
    errors: Mapping[tuple[str, str], tuple[ErrorRate, ...]],
    draws: int,
) -> Iterator[tuple[str, Part, Draws]]:
    """Yield the draws of every partition of one cohort that holds a trial, scope by scope."""
    trials, renumbered = np.unique(members.trial, return_inverse=True)
    numbered = Members(members.cell, renumbered.astype(np.int64), members.units)
    filled: list[tuple[str, Part, Partition]] = []
    for scope, within in scopes.items():
        in_scope = np.isin(trials, within)
        for part in parts:
            partition = _partition(part, numbered, in_scope, errors.get((part[0][1].report, part[0][1].dimension), ()))
            if len(partition.trials):
                filled.append((scope, part, partition))
    if filled:
        found = pipeline_draws(len(trials), [partition for *_, partition in filled], draws=draws)
        for (scope, part, _), drawn in zip(filled, found, strict=True):
            yield scope, part, drawn


def _partition_density(
    scope: str, part: Part, drawn: Draws, market_of: MarketOf, stated: StatedPairs
) -> PartitionDensity:
    place = (part[0][1].report, part[0][1].dimension)
    names = tuple(cell.segment for _, cell in part)
    market = market_of(*place, names)
    pairs = [(names.index(one), names.index(other)) for one, other in stated.get(place, ())]
    return PartitionDensity(
        scope,
        tuple(_figures(cell, scope, drawn, at, market) for at, (_, cell) in enumerate(part)),
        tuple(pair_figures(drawn)),
        concordance(drawn, pairs),
    )


def _partition(part: Part, members: Members, in_scope: Flags, errors: tuple[ErrorRate, ...]) -> Partition:
    first, last = part[0][0], part[-1][0]
    cells = slice(*np.searchsorted(members.cell, [first, last + 1]))
    rows = np.arange(cells.start, cells.stop)[in_scope[members.trial[cells]]]
    trials, row = np.unique(members.trial[rows], return_inverse=True)
    table = np.zeros((len(trials), last - first + 1))
    table[row, members.cell[rows] - first] = members.units[rows]
    return Partition(trials, table, errors)


def _figures(cell: Cell, scope: str, draws: Draws, at: int, market: MarketFigures | None) -> CellDensity:
    share = share_figures(draws.labelled[:, at])
    if market is None:
        return CellDensity(cell, scope, share, None, None, None)
    bounds, sides = market
    ratio = ratio_figures(draws, at, sides[at])
    return CellDensity(cell, scope, share, float(bounds.low[at]), float(bounds.high[at]), ratio)
