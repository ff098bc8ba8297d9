"""Permutations with fixed margins: uniform over all tables, with valid p-values; an association is found."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trialscape.market.association.cell_tests import benjamini_hochberg, cell_tests
from trialscape.market.association.curveball import Table, permuted_tables
from trialscape.market.association.dimension_pairs import PairCell, Places, pair_figures


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 12))
    rows = draw(st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=20))
    return np.array(rows, dtype=bool)


@settings(max_examples=60, deadline=None)
@given(table=tables(), seed=st.integers(0, 2**32))
def test_every_permuted_table_keeps_both_margins(table: Table, seed: int) -> None:
    for rows, cells in permuted_tables(table, chains=5, samples=3, seed=seed):
        for chain in range(5):
            permuted = table.copy()
            permuted[rows] = cells[:, :, chain].T
            assert (permuted.sum(axis=0) == table.sum(axis=0)).all()
            assert (permuted.sum(axis=1) == table.sum(axis=1)).all()


def test_all_tables_with_the_same_margins_are_equally_likely() -> None:
    """All tables of 4 by 3 with these margins are listed by brute force; none may come more often than another."""
    table = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 0]], dtype=bool)
    listed = {
        cells
        for cells in product((False, True), repeat=12)
        if (np.reshape(cells, (4, 3)).sum(axis=0) == table.sum(axis=0)).all()
        and (np.reshape(cells, (4, 3)).sum(axis=1) == table.sum(axis=1)).all()
    }
    tally = dict.fromkeys(listed, 0)
    for rows, cells in permuted_tables(table, chains=4_000, samples=1, seed=3):
        assert len(rows) == 4
        for chain in range(4_000):
            tally[tuple(cells[:, :, chain].T.ravel().tolist())] += 1
    assert len(tally) == len(listed) > 5
    assert stats.chisquare(list(tally.values())).pvalue > 0.001


def trials(rng: np.random.Generator, count: int, width: int) -> tuple[Table, Table]:
    """Return two tables without a link beyond size: a big trial is in many segments of both."""
    size = rng.beta(0.5, 1.5, count)[:, None]
    first, second = (rng.random((count, width)) < 0.1 + 0.85 * size for _ in range(2))
    kept = first.any(axis=1) & second.any(axis=1)
    return first[kept], second[kept]


def test_without_association_five_per_cent_of_p_values_are_below_five_per_cent() -> None:
    rng = np.random.default_rng(1)
    found = [
        cell_tests(*trials(rng, 300, 4), chains=100, samples=4, seed=number).p_value.ravel() for number in range(80)
    ]
    # Counts are whole numbers: ties make both tails larger, so that fewer than 5 % are found.
    assert 0.015 <= np.mean(np.concatenate(found) <= 0.05) <= 0.06


def test_fisher_tests_give_false_associations_if_trials_differ_in_size() -> None:
    rng = np.random.default_rng(1)
    pairs = [trials(rng, 300, 4) for _ in range(10)]
    tables = [np.histogram2d(a, b, 2)[0] for first, second in pairs for a in first.T for b in second.T]
    assert np.mean([stats.fisher_exact(table)[1] <= 0.05 for table in tables]) > 0.15


def test_a_planted_association_is_found_with_its_direction() -> None:
    rng = np.random.default_rng(2)
    first, second = trials(rng, 400, 4)
    moved = first[:, 0] & second[:, 0] & ~second[:, 1] & ~first.all(axis=1)
    second[moved, 0], second[moved, 1] = False, True
    tests = cell_tests(first, second)
    assert tests.q_value[0, 1] <= 0.05
    assert tests.observed[0, 1] > tests.expected[0, 1] + 5


def test_single_labels_give_the_hypergeometric_test() -> None:
    """With one segment a row the permutations are those of Fisher's test, and the expected count is the product."""
    first = np.repeat([[1, 0], [0, 1]], (30, 70), axis=0).astype(bool)
    b = np.r_[np.ones(15), np.zeros(15), np.ones(20), np.zeros(50)].astype(bool)
    tests = cell_tests(first, np.stack([b, ~b], axis=1), chains=1_000, samples=8)
    assert tests.observed[0, 0] == 15
    assert tests.expected[0, 0] == pytest.approx(30 * 35 / 100, abs=0.1)
    exact = 2 * stats.hypergeom(100, 35, 30).sf(14)
    assert tests.p_value[0, 0] == pytest.approx(exact, abs=0.01)


def test_rows_in_every_segment_cannot_be_permuted() -> None:
    everywhere = np.ones((9, 3), dtype=bool)
    tests = cell_tests(everywhere, everywhere)
    assert (tests.expected == 9).all()
    assert (tests.p_value == 1).all()
    assert (tests.q_value == 1).all()


def test_results_are_reproducible_and_sparse_cells_have_no_q_value() -> None:
    first, second = trials(np.random.default_rng(4), 40, 3)
    second[3:, 2] = False
    second[:, 1] |= ~second.any(axis=1)
    one, other = cell_tests(first, second), cell_tests(first, second)
    np.testing.assert_array_equal(one.p_value, other.p_value)
    assert np.isnan(one.q_value[:, 2]).all()


@given(st.lists(st.floats(0, 1), max_size=12))
def test_q_values_follow_their_definition(p_values: list[float]) -> None:
    """The q-value is the least, over all p-values not below it, of p times count over rank."""
    found = benjamini_hochberg(p_values)
    for own, q_value in zip(p_values, found, strict=True):
        above = [p * len(p_values) / sum(other <= p for other in p_values) for p in p_values if p >= own]
        assert q_value == pytest.approx(min(1.0, *above))


def pair_cells(*, by_site: bool) -> list[PairCell]:
    return [PairCell("A", "c", "x", one, "y", other, by_site) for one in "ab" for other in "mn"]


def test_only_trials_within_the_scope_are_counted() -> None:
    places: Places = {
        ("A", "x", "a"): [0, 1],
        ("A", "x", "b"): [1, 2],
        ("A", "y", "m"): [0, 1, 3],
        ("A", "y", "n"): [2],
    }
    found = pair_figures(pair_cells(by_site=False), places, {}, {"all": np.arange(4), "late": np.array([3])})
    counts = {(item.scope, item.cell.segment_a, item.cell.segment_b): item.tested_count for item in found}
    # Trial 3 is in no segment of x, so that the scope "late" has nothing to test.
    assert counts == {("all", "a", "m"): 2, ("all", "a", "n"): 0, ("all", "b", "m"): 1, ("all", "b", "n"): 1}


def test_a_trial_counts_by_site_if_one_site_is_in_both_segments() -> None:
    """Trial 0 has a site in a and m and one in b and n: it lies in all four segments and in two cells."""
    sites: Places = {("A", "x", "a", "y", "m"): [0], ("A", "x", "b", "y", "n"): [0, 1]}
    found = list(pair_figures(pair_cells(by_site=True), {}, sites, {"all": np.arange(2)}))
    assert [item.tested_count for item in found] == [1, 0, 0, 2]
    assert sum(item.expected for item in found) == pytest.approx(3)
