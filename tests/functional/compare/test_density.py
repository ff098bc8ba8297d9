"""The posterior in the warehouse of the bundled demonstration: complete, consistent, and the same in every build."""

import json
from pathlib import Path

import pytest

from tests.functional.conftest import Run

Rows = list[dict[str, object]]


def asked(run: Run, data: Path, query: str) -> Rows:
    code, out, _ = run("sql", query, "--data", data, "--format", "json")
    assert code == 0
    rows: Rows = json.loads(out)
    return rows


def test_every_cell_with_trials_that_is_comparable_has_draws(run: Run, demo_source: Path) -> None:
    query = (
        "SELECT count(*) AS cells, count(*) FILTER (WHERE pipeline_share IS NULL) AS bare, "
        "count(break_even_share) AS drawn FROM marts.segment_density WHERE counting_verdict <> 'not_comparable'"
    )
    (row,) = asked(run, demo_source, query)
    assert row["cells"] == row["bare"] + row["drawn"]  # type: ignore[operator]
    assert row["drawn"]


def test_shares_of_a_partition_add_to_one_and_lie_in_their_intervals(run: Run, demo_source: Path) -> None:
    rows = asked(
        run,
        demo_source,
        "SELECT sum(pipeline_share) AS total, bool_and(pipeline_share BETWEEN over_unless_market_above - 0.02 "
        "AND under_unless_market_below + 0.02) AS fits FROM marts.segment_density "
        "JOIN marts.pipeline_vs_market USING (report, dimension, segment, cohort, scope, counting, pipeline_share) "
        "WHERE classified_trial_count > 3 AND counting_verdict <> 'not_comparable' "
        "GROUP BY report, dimension, cohort, scope, counting",
    )
    assert rows
    for row in rows:
        assert row["total"] == pytest.approx(1.0)
        assert row["fits"]


@pytest.mark.parametrize("select", ["FROM marts.segment_density", "FROM marts.white_space"])
def test_a_second_build_draws_the_same(run: Run, demo: Path, select: str) -> None:
    query = f"SELECT * EXCLUDE (snapshot_id) {select} ORDER BY ALL"
    before = asked(run, demo, query)
    code, _, err = run("build", "--data", demo)
    assert code == 0, err
    assert asked(run, demo, query) == before


def test_permutations_keep_the_sum_of_each_pair_of_dimensions(run: Run, demo_source: Path) -> None:
    """Trials keep their numbers of segments, so that what they add to all cells together is fixed."""
    rows = asked(
        run,
        demo_source,
        "SELECT sum(tested_count) AS tested, sum(expected_permuted) AS expected FROM marts.white_space "
        "WHERE tested_count IS NOT NULL GROUP BY report, scope, dimension_a, dimension_b",
    )
    assert rows
    for row in rows:
        assert row["tested"] == pytest.approx(row["expected"])
