"""Posterior figures of every cell of a cohort in a scope: dimension by counting by segment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from trialscape.market.arrays import Positions, Vector
from trialscape.market.density.market_draws import MarketDraws
from trialscape.market.density.order import Concordance, PairFigures, concordance, pair_figures
from trialscape.market.density.pipeline_draws import (
    DRAWS,
    Draws,
    ErrorRate,
    Family,
    Look,
    Partition,
    do_nothing,
    family_draws,
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One cohort in one scope: its cells, its ``members`` numbered from 0, and what its figures rest on besides."""

    cells: Sequence[Cell]
    members: Members
    scope: str
    errors: Mapping[tuple[str, str], tuple[ErrorRate, ...]] = field(default_factory=dict)
    stated: StatedPairs = field(default_factory=dict)
    draws: int = DRAWS


def estimate_densities(
    asked: Sequence[Asked], market_of: MarketOf, look: Look = do_nothing
) -> list[list[PartitionDensity]]:
    """Return for each of ``asked`` the figures of all its partitions that hold a trial.

    All of them share the weights of the trials. ``look`` is called now and then, and may raise to stop.
    """
    filled = [[part for part in _parts(item) if len(part[1].trials)] for item in asked]
    families = [
        Family(int(item.members.trial.max()) + 1, [partition for _, partition in parts], item.draws)
        for item, parts in zip(asked, filled, strict=True)
        if parts
    ]
    drawn = iter(family_draws(families, look))
    return [
        [
            _partition_density(item, part, draws, market_of)
            for (part, _), draws in zip(parts, next(drawn) if parts else (), strict=True)
        ]
        for item, parts in zip(asked, filled, strict=True)
    ]


def _parts(asked: Asked) -> Iterator[tuple[Part, Partition]]:
    for (report, dimension, _), group in groupby(
        enumerate(asked.cells), key=lambda item: (item[1].report, item[1].dimension, item[1].counting)
    ):
        part = list(group)
        yield part, _partition(part, asked.members, asked.errors.get((report, dimension), ()))


def _partition_density(asked: Asked, part: Part, drawn: Draws, market_of: MarketOf) -> PartitionDensity:
    place = (part[0][1].report, part[0][1].dimension)
    names = tuple(cell.segment for _, cell in part)
    market = market_of(*place, names)
    pairs = [(names.index(one), names.index(other)) for one, other in asked.stated.get(place, ())]
    return PartitionDensity(
        asked.scope,
        tuple(_figures(cell, asked.scope, drawn, at, market) for at, (_, cell) in enumerate(part)),
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
