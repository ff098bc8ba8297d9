"""The commands compare and white-space on the warehouse of the bundled demonstration."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run
from trialscape.cli.compare.comparison_columns import COLUMNS, dimension_sentence
from trialscape.cli.shared.output import NOT_REVENUE
from trialscape.data_folder import DEMO_WARNING


def rows_of(run: Run, demo_source: Path, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = run(*arguments, "--data", demo_source, "--format", "json")
    assert code == 0
    return list(json.loads(out))


@pytest.mark.parametrize("command", ["segments", "compare", "white-space", "claims", "players", "audit"])
def test_every_output_says_that_trial_shares_are_not_revenue_shares(run: Run, demo_source: Path, command: str) -> None:
    code, out, _ = run(command, "--data", demo_source)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING
    assert NOT_REVENUE in out.splitlines()
    _, _, err = run(command, "--data", demo_source, "--format", "csv")
    assert err.splitlines()[0] == DEMO_WARNING


@pytest.mark.parametrize("command", ["segments", "compare", "white-space", "claims", "players"])
def test_machine_readable_formats_print_the_notice_on_standard_error(run: Run, demo_source: Path, command: str) -> None:
    _, _, err = run(command, "--data", demo_source, "--report", "A", "--format", "json")
    assert err.splitlines() == [DEMO_WARNING, NOT_REVENUE]


@pytest.mark.parametrize("command", ["segments", "compare", "white-space", "claims", "players"])
def test_omissions_of_the_searches_are_shown_with_the_figures_of_a_cohort(
    run: Run, demo_source: Path, command: str
) -> None:
    """Searches cover antibodies against PD-1 only after checkpoint therapy, and cells in every setting."""
    for report in ("A", "B"):
        _, out, _ = run(command, "--data", demo_source, "--report", report)
        assert "are searched for only" not in out
    _, _, err = run(command, "--data", demo_source, "--report", "A", "--cohort", "io", "--format", "csv")
    assert "Cohort 'Immunotherapy under study': Antibodies against PD-1, PD-L1 or CTLA-4" in err


@pytest.mark.parametrize("command", ["compare", "white-space"])
def test_tables_fit_120_columns(run: Run, demo_source: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    _, out, _ = run(command, "--data", demo_source)
    tables = [
        line.rstrip() for line in out.splitlines() if not line.startswith(("snapshot", "DEMO", DEMO_WARNING[:20]))
    ]
    assert max(map(len, tables)) <= 120


def test_json_holds_every_column_of_the_marts(run: Run, demo_source: Path) -> None:
    for mart in ("pipeline_vs_market", "dimension_vs_market"):
        query = f"SELECT * FROM marts.{mart} LIMIT 1"  # noqa: S608
        assert rows_of(run, demo_source, "sql", query)[0].keys() - rows_of(run, demo_source, "compare")[0].keys() <= {
            "segment_count"
        }


def test_wide_shows_each_column_and_columns_only_those(run: Run, demo_source: Path) -> None:
    _, wide, _ = run("compare", "--data", demo_source, "--report", "A", "--wide")
    assert [heading for heading, _ in COLUMNS.values() if heading not in wide] == []
    _, chosen, _ = run("compare", "--data", demo_source, "--report", "A", "--columns", "usd,market_rank")
    heads = [line.split() for line in chosen.splitlines() if line.startswith(" segment ")]
    assert heads == [["segment", "USD", "bn", "market", "rank"]] * 4


def test_a_column_that_does_not_exist_is_refused_with_all_that_do(run: Run, demo_source: Path) -> None:
    code, _, err = run("compare", "--data", demo_source, "--columns", "usd,colour")
    assert code == 2
    assert err.startswith("There is no column colour; there are segment, trials, pipeline, market, bar, basis,")


def test_cells_are_the_figures_of_the_mart(run: Run, demo_source: Path) -> None:
    """One line taken apart, so that no figure can stand under another's heading."""
    (row,) = [row for row in rows_of(run, demo_source, "compare", "--report", "B") if row["segment"] == "north_america"]
    columns = "trials,pipeline,market,density,pipeline_rank,market_rank,phase_weighted,enrolment_weighted"
    _, out, _ = run("compare", "--data", demo_source, "--report", "B", "--columns", columns)
    (line,) = [line for line in out.splitlines() if line.strip().startswith("North America")]
    shown = [f"{100 * row[f'pipeline_share{end}']:.1f}" for end in ("", "_low", "_high")]
    ranks = [f"{row[f'{name}_rank']} ({row[f'{name}_rank_best']}–{row[f'{name}_rank_worst']})"
             for name in ("pipeline", "market")]  # fmt: skip
    ratios = [f"{row[f'density_ratio{end}']:.2f}" for end in ("", "_low", "_high")]
    assert line.split() == [
        "North", "America", f"{row['trial_count']:.3g}", shown[0], f"({shown[1]}–{shown[2]})", "47.1", "(27.5–100.0)",
        ratios[0], f"({ratios[1]}–{ratios[2]})", *ranks[0].split(), *ranks[1].split(),
        f"{100 * row['phase_weighted_share']:.1f}", f"{100 * row['enrolment_weighted_share']:.1f}",
    ]  # fmt: skip


def test_each_dimension_is_followed_by_its_summary_sentence(run: Run, demo_source: Path) -> None:
    rows = rows_of(run, demo_source, "compare")
    _, out, _ = run("compare", "--data", demo_source)
    joined = " ".join(out.split())
    for key in {(row["report"], row["dimension"]) for row in rows}:
        first = next(row for row in rows if (row["report"], row["dimension"]) == key)
        assert " ".join(dimension_sentence(first).split()) in joined
    order = next(dimension_sentence(row) for row in rows if row["dimension"] == "geography")
    assert "Kendall's tau-b" in order
    assert "pairs that the report orders, the pipeline keeps" in order
    assert order.endswith(
        "B1 (North America over 45 %), B2 (Europe ≥ Asia Pacific) and B3 (Asia Pacific around 30 %) cannot hold "
        "together. Market shares span all 3 repairs."
    )
    apart = next(dimension_sentence(row) for row in rows if row["dimension"] == "product")
    assert "Not comparable: The document sells surgery" in apart
    (silent,) = {
        dimension_sentence(row)
        for row in rows_of(run, demo_source, "compare", "--report", "D", "--dimension", "strategy")
    }
    assert "neither orders nor sizes" in silent


def test_whole_counting_is_refused_in_comparisons(run: Run, demo_source: Path) -> None:
    code, _, err = run("compare", "--data", demo_source, "--counting", "whole")
    assert code == 2
    assert err.startswith("Whole trials in several segments add to more than 100 %")


def test_a_cohort_of_other_trials_is_not_compared(run: Run, demo_source: Path) -> None:
    rows = rows_of(run, demo_source, "compare", "--report", "A", "--cohort", "act")
    assert {row["verdict"] for row in rows} == {"not_comparable"}
    assert "'Checkpoint failure required' or 'Immunotherapy under study'" in rows[0]["not_comparable_reason"]


def test_a_framework_is_compared_when_it_is_asked_for(run: Run, demo_source: Path) -> None:
    assert {row["report"] for row in rows_of(run, demo_source, "compare")} == {"A", "B"}
    assert {row["market_basis"] for row in rows_of(run, demo_source, "compare", "--report", "D")} == {"none"}


@pytest.mark.parametrize("command", ["segments", "compare", "white-space"])
def test_a_dimension_of_another_report_is_refused(run: Run, demo_source: Path, command: str) -> None:
    code, _, err = run(command, "--data", demo_source, "--report", "A", "--dimension", "application")
    assert code == 2
    assert err.strip() == "Report A has no dimension 'application'; it has cancer, end_user, region, therapy."


def test_white_space_contains_the_requested_pairs_of_dimensions(run: Run, demo_source: Path) -> None:
    rows = rows_of(run, demo_source, "white-space", "--report", "A")
    assert {("cancer", "therapy"), ("region", "therapy"), ("cancer", "region")} <= {
        (row["dimension_a"], row["dimension_b"]) for row in rows
    }
    pair = rows_of(run, demo_source, "white-space", "--report", "A", "--dimension", "therapy", "--dimension", "cancer")
    assert len(pair) == 25
    _, out, _ = run("white-space", "--data", demo_source, "--dimension", "therapy", "--dimension", "cancer")
    marks = {"more": " +", "fewer": " −", "too_few": " ?", "as_expected": "", "not_tested": " ·"}
    for row in pair:
        assert row["tested_count"] == row["observed_count"], "not both dimensions are counted by site"
        cell = f"{row['tested_count']} ({row['expected_permuted']:.1f}){marks[row['reading']]}"
        (line,) = [line for line in out.splitlines() if line.startswith(f" {row['segment_b_title'][:8]}")]
        assert cell in line
    sparse = sum(row["is_sparse"] for row in pair)
    assert f"{sparse} of 25 cells expect under five trials." in " ".join(out.split())


@pytest.mark.parametrize(
    ("dimensions", "sentence"),
    [
        (["therapy", "application"], "No report crosses therapy with application; a pair is two dimensions of one"),
        (["therapy", "cancer", "region"], "A pair has two dimensions"),
        (["colour"], "There is no dimension 'colour'; there are application, cancer,"),
    ],
)
def test_a_pair_that_does_not_exist_is_refused(
    run: Run, demo_source: Path, dimensions: list[str], sentence: str
) -> None:
    asked = [part for name in dimensions for part in ("--dimension", name)]
    code, _, err = run("white-space", "--data", demo_source, *asked)
    assert code == 2
    assert sentence in err


def test_wide_lists_each_pair_that_a_report_orders_with_both_tests(run: Run, demo_source: Path) -> None:
    pairs = rows_of(
        run, demo_source, "sql", "FROM marts.order_pair WHERE report = 'B' AND dimension = 'geography' AND "
        "is_default_cohort AND scope = 'active' AND counting = 'per_site' ORDER BY probability_kept"
    )  # fmt: skip
    arguments = (
        "compare",
        "--data",
        demo_source,
        "--report",
        "B",
        "--dimension",
        "geography",
        "--counting",
        "per_site",
    )
    _, out, _ = run(*arguments, "--wide")
    table = out.split("Order of the market, pair by pair")[1].split("Order, pipeline against market")[0]
    lines = [line for line in table.splitlines() if line.rstrip().endswith(("kept", "open", "reversed"))]
    assert [line.split()[-1] for line in lines] == [pair["verdict"] for pair in pairs]
    counts = [f" {pair['only_leading_count']} " in line for pair, line in zip(pairs, lines, strict=True)]
    assert pairs
    assert all(counts)
    _, narrow, _ = run(*arguments)
    assert "pair by pair" not in narrow


@pytest.mark.parametrize("command", ["compare", "segments"])
def test_products_that_a_report_does_not_mean_are_counted_with_its_reason(
    run: Run, demo_source: Path, command: str
) -> None:
    (row,) = rows_of(
        run, demo_source, "sql", "SELECT count(*) AS trials, any_value(reason) AS reason FROM marts.unclassified "
        "JOIN raw.outside_product USING (report, dimension, reason) JOIN concepts.cohort USING (nct_id) "
        "JOIN concepts.trial_scope USING (nct_id) WHERE report = 'B' AND cohort = 'act' AND scope = 'all'"
    )  # fmt: skip
    _, out, _ = run(command, "--data", demo_source, "--report", "B", "--scope", "all")
    assert row["trials"]
    assert f"In no segment by the report's own words: {row['trials']}. {row['reason']}" in " ".join(out.split())
