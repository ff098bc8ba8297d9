"""Posterior figures of every cell of a cohort in a scope: dimension by counting by segment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from trialscape.market.arrays import Positions, Vector
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
    scope: str,
    market_of: MarketOf,
    errors: Mapping[tuple[str, str], tuple[ErrorRate, ...]],
    *,
    stated: StatedPairs | None = None,
    draws: int = DRAWS,
) -> Iterator[PartitionDensity]:
    """Yield the figures of all partitions of one cohort that hold a trial; all share the weights of its trials.

    ``members`` are the trials within ``scope``, numbered from 0.
    """
    parts = [
        list(part)
        for _, part in groupby(enumerate(cells), key=lambda item: (item[1].report, item[1].dimension, item[1].counting))
    ]
    found = [_partition(part, members, errors.get((part[0][1].report, part[0][1].dimension), ())) for part in parts]
    filled = [(part, partition) for part, partition in zip(parts, found, strict=True) if len(partition.trials)]
    if filled:
        count = int(members.trial.max()) + 1
        drawn = pipeline_draws(count, [partition for _, partition in filled], draws=draws)
        for (part, _), item in zip(filled, drawn, strict=True):
            yield _partition_density(scope, part, item, market_of, stated or {})


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


def _partition(part: Part, members: Members, errors: tuple[ErrorRate, ...]) -> Partition:
    first, last = part[0][0], part[-1][0]
    rows = slice(*np.searchsorted(members.cell, [first, last + 1]))
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
