"""Tests of white space as rows of ``estimates.white_space``."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialscape.market.association.cell_tests import CellTests, cell_tests
from trialscape.steps.rows.table_rows import Row
from trialscape.warehouse.build import Query

SPACE_COLUMNS = (
    "report",
    "cohort",
    "scope",
    "dimension_a",
    "segment_a",
    "dimension_b",
    "segment_b",
    "tested_count",
    "expected_permuted",
    "p_value",
    "q_value",
)
# Report, dimensions and segments to the numbers of the trials there.
Places = Mapping[tuple[str, ...], NDArray[np.int64]]


def space_rows(query: Query, scopes: Mapping[str, NDArray[np.int64]]) -> Iterator[Row]:
    """Yield a row for each cell of each pair of dimensions; ``scopes`` are the numbers of the trials within each."""
    cells = zip(*(column.tolist() for column in query("estimate_pairs").values()), strict=True)
    places = _places(query("estimate_places"))
    site_places = _places(query("estimate_site_places"))
    for (report, cohort, a, b, by_site), group in groupby(cells, key=lambda row: (*row[:3], row[4], row[6])):
        listed = list(group)
        first, second = ([*dict.fromkeys(row[at] for row in listed)] for at in (3, 5))
        for scope, trials in scopes.items():
            if by_site:
                tables = _site_tables(site_places, (report, a, b), first, second, trials)
            else:
                tables = _table(places, (report, a), first, trials), _table(places, (report, b), second, trials)
            placed = tables[0].any(axis=1) & tables[1].any(axis=1)
            if placed.any():
                tests = cell_tests(tables[0][placed], tables[1][placed])
                for i, j in np.ndindex(tests.observed.shape):
                    yield report, cohort, scope, a, first[i], b, second[j], *_figures(tests, i, j)


def _places(found: Mapping[str, Any]) -> Places:
    """Return the numbers of the trials by the other columns."""
    *keys, trials = (column.tolist() for column in found.values())
    numbers: dict[tuple[str, ...], list[int]] = {}
    for *key, trial in zip(*keys, trials, strict=True):
        numbers.setdefault(tuple(key), []).append(trial)
    return {key: np.array(trials, dtype=np.int64) for key, trials in numbers.items()}


def _table(
    places: Places, place: tuple[str, ...], segments: Sequence[str], trials: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return (trial, segment): true where the trial is in the segment."""
    none = np.empty(0, dtype=np.int64)
    return np.stack([np.isin(trials, places.get((*place, segment), none)) for segment in segments], axis=1)


def _site_tables(
    places: Places,
    pair: tuple[str, str, str],
    first: Sequence[str],
    second: Sequence[str],
    trials: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return both tables of rows that stand for what a trial has in one segment of the first dimension.

    Sites of a trial that lie in the same two segments count once: a trial with a hundred sites of one kind is one
    observation.
    """
    report, a, b = pair
    inside = [
        np.stack([_table(places, (report, a, segment, b), [other], trials)[:, 0] for other in second], axis=1)
        for segment in first
    ]
    return np.repeat(np.eye(len(first), dtype=bool), len(trials), axis=0), np.concatenate(inside)


def _figures(tests: CellTests, i: int, j: int) -> Row:
    q_value = float(tests.q_value[i, j])
    counts = (int(tests.observed[i, j]), float(tests.expected[i, j]), float(tests.p_value[i, j]))
    return (*counts, None if np.isnan(q_value) else q_value)
