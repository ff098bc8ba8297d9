"""Tests of every cell of two dimensions against permutations that keep the sums of rows and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trialscape.market.arrays import SEED, Flags, Matrix
from trialscape.market.association.curveball import Table, permuted_tables

# Together 2,000 permutations: the smallest two-sided p-value is 0.001.
CHAINS = 250
SAMPLES = 8
# With fewer expected rows a test has no power.
LEAST_EXPECTED = 5.0


@dataclass(frozen=True, slots=True)
class CellTests:
    """Figures of all cells, each (segment of the first dimension, segment of the second).

    ``q_value`` is NaN in a sparse cell, one with fewer than five expected.
    """

    observed: Matrix
    expected: Matrix
    p_value: Matrix
    q_value: Matrix


def cell_tests(
    first: Table, second: Table, *, chains: int = CHAINS, samples: int = SAMPLES, seed: int = SEED
) -> CellTests:
    """Compare how often segments occur together with permutations of ``second``.

    Both tables are (row, segment), true where the row is in the segment. A row keeps how many segments it has, a
    segment how many rows. The p-value is two-sided: twice the smaller tail, the observed table counted among the
    permutations. q-values are by Benjamini and Hochberg over the cells that are not sparse.
    """
    observed = _together(_by_segment(first), second.T[:, :, None])[..., 0]
    total, above, below = np.zeros_like(observed), np.ones_like(observed), np.ones_like(observed)
    for rows, cells in permuted_tables(second, chains=chains, samples=samples, seed=seed):
        given = _by_segment(first[rows])
        fixed = observed - _together(given, second[rows].T[:, :, None])[..., 0]
        found = fixed[..., None] + _together(given, cells)
        total += found.sum(axis=-1)
        above += (found >= observed[..., None]).sum(axis=-1)
        below += (found <= observed[..., None]).sum(axis=-1)
    drawn = chains * samples
    expected = total / drawn
    p_value = np.minimum(1.0, 2.0 * np.minimum(above, below) / (drawn + 1))
    return CellTests(observed, expected, p_value, _q_values(p_value, expected))


def _by_segment(table: Table) -> Any:
    """Return the table (segment, row) as a sparse one: few rows are in a segment, and no other threads are started."""
    from scipy.sparse import csr_array

    return csr_array(table.T, dtype=np.float32)


def _together(first: Any, second: Flags) -> Matrix:
    """Return (first segment, second segment, chain): rows in both; ``first`` is (segment, row)."""
    found = [first @ column.astype(np.float32) for column in second]
    return np.stack(found, axis=1).astype(np.float64)


def _q_values(p_value: Matrix, expected: Matrix) -> Matrix:
    q_value = np.full(p_value.shape, np.nan)
    dense = expected >= LEAST_EXPECTED
    q_value[dense] = benjamini_hochberg(p_value[dense].tolist())
    return q_value


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return for each p-value the smallest false-discovery rate at which it is a finding."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at], reverse=True)
    found, least = [1.0] * len(p_values), 1.0
    for passed, at in enumerate(order):
        least = min(least, p_values[at] * len(p_values) / (len(p_values) - passed))
        found[at] = least
    return found
