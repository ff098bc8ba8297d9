"""Tests of all cells of all pairs of dimensions: from each segment's trials to the figures of each cell and scope."""

import hashlib
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


@dataclass(frozen=True, slots=True)
class PairTables:
    """Two dimensions in one scope: the cells, and which rows (a trial, or what it has in a segment) are where."""

    cells: tuple[PairCell, ...]
    scope: str
    first: Table
    second: Table

    def content_hash(self) -> str:
        """Return a hash over everything in here."""
        digest = hashlib.sha256(repr((self.cells, self.scope, self.first.shape, self.second.shape)).encode())
        digest.update(self.first.tobytes())
        digest.update(self.second.tobytes())
        return digest.hexdigest()

    def figures(self) -> Iterator[CellFigures]:
        """Yield the figures of all cells."""
        tests = cell_tests(self.first, self.second)
        at = np.ndindex(tests.observed.shape)
        yield from (_figures(cell, self.scope, tests, *index) for cell, index in zip(self.cells, at, strict=True))


def pair_tables(
    cells: Sequence[PairCell], places: Places, site_places: Places, scopes: Mapping[str, Positions]
) -> Iterator[PairTables]:
    """Yield the tables of each pair of dimensions in each scope, as far as a trial is in both dimensions.

    ``scopes`` are the numbers of the trials within each.
    """
    for _, group in groupby(cells, key=lambda cell: (cell.report, cell.dimension_a, cell.dimension_b)):
        pair = tuple(group)
        for scope, trials in scopes.items():
            first, second = (
                _site_tables(site_places, pair, trials) if pair[0].by_site else _tables(places, pair, trials)
            )
            placed = first.any(axis=1) & second.any(axis=1)
            if placed.any():
                yield PairTables(pair, scope, first[placed], second[placed])


def pair_figures(
    cells: Sequence[PairCell], places: Places, site_places: Places, scopes: Mapping[str, Positions]
) -> Iterator[CellFigures]:
    """Yield the figures of ``cells``, those of a pair of dimensions together, in each scope of ``pair_tables``."""
    for tables in pair_tables(cells, places, site_places, scopes):
        yield from tables.figures()


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
