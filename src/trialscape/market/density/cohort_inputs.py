"""What the estimates of one cohort in one scope rest on, numbered from 0, so that other trials leave it as it is."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from trialscape.market.arrays import Flags, Positions
from trialscape.market.density.estimate import Cell, Members


@dataclass(frozen=True, slots=True)
class CohortInputs:
    """The cells of a cohort, and what its trials within ``scope`` count in them; both are numbered from 0."""

    cells: tuple[Cell, ...]
    members: Members
    scope: str

    @property
    def reports(self) -> tuple[str, ...]:
        """Return the reports whose segments the cells are."""
        return tuple(sorted({cell.report for cell in self.cells}))

    def content_hash(self) -> str:
        """Return a hash over everything in here."""
        digest = hashlib.sha256(repr((self.cells, self.scope)).encode())
        arrays = (self.members.cell, self.members.trial, self.members.units)
        digest.update(repr([(array.dtype.str, array.shape) for array in arrays]).encode())
        for array in arrays:
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def cohort_inputs(cells: Sequence[Cell], members: Members, scopes: Mapping[str, Positions]) -> Iterator[CohortInputs]:
    """Yield the inputs of each cohort in each scope that holds a trial of it.

    ``members`` are ordered by cell, and the cells of a cohort stand together. A day on which trials begin to recruit
    changes the active scope, and the scope of all trials stays as it was.
    """
    size = int(members.trial.max(initial=-1)) + 1
    inside = {scope: _flags(within, size) for scope, within in scopes.items()}
    for _, group in groupby(enumerate(cells), key=lambda item: item[1].cohort):
        numbers, found = zip(*group, strict=True)
        rows = slice(*np.searchsorted(members.cell, [numbers[0], numbers[-1] + 1]))
        for scope, flags in inside.items():
            chosen = np.arange(rows.start, rows.stop)[flags[members.trial[rows]]]
            if len(chosen):
                yield CohortInputs(tuple(found), _renumbered(members, chosen, numbers[0]), scope)


def _flags(within: Positions, size: int) -> Flags:
    flags = np.zeros(size, dtype=bool)
    flags[within[within < size]] = True
    return flags


def _renumbered(members: Members, chosen: Positions, first: int) -> Members:
    _, trial = np.unique(members.trial[chosen], return_inverse=True)
    return Members(members.cell[chosen] - first, trial.astype(np.int64), members.units[chosen])
