"""What the estimates of one cohort rest on, numbered within the cohort, so that other trials leave it as it is."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from trialscape.market.arrays import Positions
from trialscape.market.density.estimate import Cell, Members


@dataclass(frozen=True, slots=True)
class CohortInputs:
    """The cells of a cohort, what its trials count in them, and which of them are within each scope; all from 0."""

    cells: tuple[Cell, ...]
    members: Members
    scopes: Mapping[str, Positions]

    @property
    def reports(self) -> tuple[str, ...]:
        """Return the reports whose segments the cells are."""
        return tuple(sorted({cell.report for cell in self.cells}))

    def content_hash(self) -> str:
        """Return a hash over everything in here."""
        digest = hashlib.sha256(repr(self.cells).encode())
        arrays = (self.members.cell, self.members.trial, self.members.units, *self.scopes.values())
        digest.update(repr([(array.dtype.str, array.shape) for array in arrays] + list(self.scopes)).encode())
        for array in arrays:
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def cohort_inputs(cells: Sequence[Cell], members: Members, scopes: Mapping[str, Positions]) -> Iterator[CohortInputs]:
    """Yield the inputs of each cohort; ``members`` are ordered by cell, and the cells of a cohort stand together."""
    for _, group in groupby(enumerate(cells), key=lambda item: item[1].cohort):
        numbers, found = zip(*group, strict=True)
        rows = slice(*np.searchsorted(members.cell, [numbers[0], numbers[-1] + 1]))
        trials, renumbered = np.unique(members.trial[rows], return_inverse=True)
        yield CohortInputs(
            tuple(found),
            Members(members.cell[rows] - numbers[0], renumbered.astype(np.int64), members.units[rows]),
            {scope: np.flatnonzero(np.isin(trials, within)) for scope, within in scopes.items()},
        )
