"""Tests of all cells of all pairs of dimensions: from each segment's trials to the figures of each cell and scope."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from trialscape.market.arrays import Positions
from trialscape.market.association.cell_tests import CellTests, cell_tests
from trialscape.market.association.curveball import Table

# Keys of a place (report, dimension, segment; for sites both dimensions and segments) to the numbers of the trials.
Places = Mapping[tuple[str, ...], Sequence[int]]


@dataclass(frozen=True, slots=True)
class PairCell:
    """Two segments of two dimensions of a report; ``by_site`` is true where sites decide both dimensions."""

    report: str
    cohort: str
    dimension_a: str
    segment_a: str
    dimension_b: str
    segment_b: str
    by_site: bool


@dataclass(frozen=True, slots=True)
class CellFigures:
    """Figures of one cell in one scope: trials (or trials with a single site) in both; sparse cells have no q-value."""

    cell: PairCell
    scope: str
    tested_count: int
    expected: float
    p_value: float
    q_value: float | None


def pair_figures(
    cells: Sequence[PairCell], places: Places, site_places: Places, scopes: Mapping[str, Positions]
) -> Iterator[CellFigures]:
    """Yield the figures of ``cells``, those of a pair of dimensions together, in each scope.

    ``scopes`` are the numbers of the trials within each. A pair without a trial in both dimensions has no figures.
    """
    for _, group in groupby(cells, key=lambda cell: (cell.report, cell.dimension_a, cell.dimension_b)):
        pair = list(group)
        for scope, trials in scopes.items():
            first, second = (
                _site_tables(site_places, pair, trials) if pair[0].by_site else _tables(places, pair, trials)
            )
            placed = first.any(axis=1) & second.any(axis=1)
            if placed.any():
                tests = cell_tests(first[placed], second[placed])
                at = np.ndindex(tests.observed.shape)
                yield from (_figures(cell, scope, tests, *index) for cell, index in zip(pair, at, strict=True))


def _segments(pair: Sequence[PairCell]) -> tuple[list[str], list[str]]:
    return list(dict.fromkeys(cell.segment_a for cell in pair)), list(dict.fromkeys(cell.segment_b for cell in pair))


def _tables(places: Places, pair: Sequence[PairCell], trials: Positions) -> tuple[Table, Table]:
    """Return, for each dimension, (trial, segment): true where the trial is in the segment."""
    cell = pair[0]
    first, second = _segments(pair)
    return (
        _table(places, [(cell.report, cell.dimension_a, segment) for segment in first], trials),
        _table(places, [(cell.report, cell.dimension_b, segment) for segment in second], trials),
    )


def _site_tables(places: Places, pair: Sequence[PairCell], trials: Positions) -> tuple[Table, Table]:
    """Return both tables; each row is what one trial has in one segment of the first dimension.

    Sites of a trial that lie in the same two segments count once: a trial with a hundred sites of one kind is one
    observation.
    """
    cell = pair[0]
    first, second = _segments(pair)
    key = (cell.report, cell.dimension_a)
    inside = [_table(places, [(*key, one, cell.dimension_b, other) for other in second], trials) for one in first]
    return np.repeat(np.eye(len(first), dtype=bool), len(trials), axis=0), np.concatenate(inside)


def _table(places: Places, keys: Sequence[tuple[str, ...]], trials: Positions) -> Table:
    return np.stack([np.isin(trials, np.array(places.get(key, ()), dtype=np.int64)) for key in keys], axis=1)


def _figures(cell: PairCell, scope: str, tests: CellTests, i: int, j: int) -> CellFigures:
    q_value = float(tests.q_value[i, j])
    return CellFigures(
        cell,
        scope,
        int(tests.observed[i, j]),
        float(tests.expected[i, j]),
        float(tests.p_value[i, j]),
        None if np.isnan(q_value) else q_value,
    )
