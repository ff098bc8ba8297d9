"""The commands audit, claims and players on the warehouse of the bundled demonstration."""

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import ROOT, Run
from tests.support.tables.ledger import ledger_text
from trialscape.config.load import load_config
from trialscape.data_folder import DEMO_WARNING
from trialscape.paths import config_folder


@pytest.mark.parametrize("command", ["audit", "claims", "players"])
def test_every_output_begins_with_the_demonstration_warning(run: Run, demo_source: str, command: str) -> None:
    code, out, _ = run(command, "--data", demo_source)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING
    code, out, err = run(command, "--data", demo_source, "--format", "csv")
    assert code == 0
    assert err.splitlines()[0] == DEMO_WARNING
    assert list(csv.DictReader(io.StringIO(out)))


def test_the_audit_shows_the_rules_that_found_something(run: Run, demo_source: str) -> None:
    _, out, _ = run("audit", "--data", demo_source, "--report", "B", "--format", "json")
    rows = json.loads(out)
    (conflict,) = [row for row in rows if row["rule"] == "order_against_number"]
    assert conflict["claims"] == ["B1", "B2", "B3"]
    assert "B2: Europe ≥ Asia Pacific" in conflict["sentence"]
    query = "SELECT segment, i.low, i.point, i.high, min(r.low) AS lows, avg(r.point) AS points, max(r.high) AS highs,"
    query += " count(*) AS repairs FROM raw.share_repair r JOIN raw.share_interval i USING (report, dimension, segment)"
    _, reported, _ = run("sql", f"{query} GROUP BY ALL", "--data", demo_source, "--format", "json")
    for row in json.loads(reported):
        assert row["repairs"] == 3
        assert (row["low"], row["high"]) == (row["lows"], row["highs"])
        assert row["point"] == pytest.approx(row["points"])
    _, shown, _ = run("audit", "--data", demo_source, "--report", "B")
    assert "B1 (North America over 45 %)" in shown
    # Of 100 % with Asia Pacific and Europe at 27.5 % or more each, North America has at most 45 %.
    assert "North America 33.9 (27.5–45.0)" in " ".join(shown.split())
    assert conflict["places"] == ["regional momentum", "regional momentum; Asia Pacific"]
    assert all("B" in row["report"] for row in rows)


def test_every_claim_of_both_market_reports_has_a_row(run: Run, demo_source: str) -> None:
    _, out, _ = run("claims", "--data", demo_source, "--format", "json")
    rows = {(row["report"], row["claim"]): row for row in json.loads(out)}
    assert {("A", f"A{number}") for number in range(1, 40)} <= rows.keys()
    assert {("B", f"B{number}") for number in range(1, 21)} <= rows.keys()
    for row in rows.values():
        assert row["answer"] in ("supported", "contradicted", "not_in_line", "inconclusive", "not_testable")
        assert row["why"]
        # A statement that stays open may show what was looked for, such as records of approval.
        assert row["figures"] or row["answer"] == "not_testable"


def test_a_claim_lists_the_trials_that_each_of_its_figures_counts(run: Run, demo_source: str) -> None:
    """A11 counts agents and then trials; A3 compares segments: each trial says what it counts for."""
    _, out, _ = run("claims", "--data", demo_source, "--claim", "A11", "--format", "json")
    rows = json.loads(out)
    query = "SELECT figures FROM marts.claim_check WHERE claim = 'A11' AND is_default_cohort"
    _, told, _ = run("sql", query, "--data", demo_source, "--format", "json")
    agents, trials = json.loads(told)[0]["figures"].split(" | ")
    counted = {name for row in rows if row["test"] == 1 for name in row["counts_for"].split(", ")}
    assert sorted(counted) == sorted(agents.rpartition(": ")[2].split(", "))
    assert sum(row["test"] == 2 for row in rows) == int(trials.split(" of ")[0])
    _, out, _ = run("claims", "--data", demo_source, "--claim", "A3", "--format", "json")
    assert "nsclc" in {name for row in json.loads(out) for name in row["counts_for"].split(", ")}


@pytest.mark.parametrize(("claim", "segment"), [("A3", "nsclc"), ("B3", "asia_pacific"), ("B4", "autologous")])
def test_a_claim_about_a_market_share_lists_as_many_active_trials_as_it_counts(
    run: Run, demo_source: str, claim: str, segment: str
) -> None:
    _, out, _ = run("claims", "--data", demo_source, "--format", "json")
    (answer,) = [row for row in json.loads(out) if row["claim"] == claim]
    _, out, _ = run("claims", "--data", demo_source, "--claim", claim, "--format", "json")
    rows = [row for row in json.loads(out) if row["test"] == 1 and segment in row["counts_for"].split(", ")]
    statuses = {"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING"}
    assert {row["overall_status"] for row in rows} <= statuses
    assert len(rows) == answer["trial_count"] > 0


def test_every_segment_year_and_player_has_a_row(run: Run, demo_source: str) -> None:
    config = load_config(config_folder(None))
    queries = {
        "SELECT DISTINCT report, dimension, segment FROM marts.pipeline_vs_market WHERE segment <> 'unclassified'": {
            (report.id, segment.dimension, segment.id) for report in config.reports for segment in report.segment
        },
        "SELECT DISTINCT report, dimension, segment, year FROM marts.segment_market_size": {
            (report.id, segment.dimension, segment.id, year)
            for report, years in zip(config.reports, (range(2024, 2031), range(2024, 2032)), strict=False)
            for segment in report.segment
            for year in years
        },
        "SELECT DISTINCT report, player FROM marts.player_pipeline": {
            (report.id, player.id) for report in config.reports for player in report.player
        },
        "SELECT report, estimate, year FROM raw.market_size WHERE basis = 'printed'": {
            (report.id, estimate.id, size.year)
            for report in config.reports
            for estimate in report.estimate
            for size in estimate.sizes
        },
    }
    for query, expected in queries.items():
        _, out, _ = run("sql", query, "--data", demo_source, "--format", "json")
        assert {tuple(row.values()) for row in json.loads(out)} == expected


def test_another_weight_makes_another_snapshot(run: Run, demo: Path, tmp_path: Path) -> None:
    """Weights are no rules of the classifier, and every figure still says that it comes from another state."""
    query = "SELECT DISTINCT s.snapshot_id, c.snapshot_id AS of_claims, rule_version FROM marts.segment_pipeline s"
    query += " JOIN marts.claim_check c USING (report, rule_version)"
    folder = Path(shutil.copytree(config_folder(None), tmp_path / "config"))
    (_, before, _) = run("sql", query, "--data", demo, "--format", "json")
    weights = folder / "weights.toml"
    weights.write_text(
        weights.read_text(encoding="utf-8").replace("weight = 0.330", "weight = 0.331"), encoding="utf-8"
    )
    assert run("build", "--data", demo, "--config", folder)[0] == 0
    (_, after, _) = run("sql", query, "--data", demo, "--format", "json")
    ((old,), (new,)) = (json.loads(text) for text in (before, after))
    assert old["snapshot_id"] == old["of_claims"] != new["snapshot_id"] == new["of_claims"]
    assert old["rule_version"] == new["rule_version"]


def test_players_have_their_trials_split_by_the_stated_focus(run: Run, demo_source: str) -> None:
    _, out, _ = run("players", "--data", demo_source, "--report", "A", "--cohort", "tracked", "--format", "json")
    totals = [row for row in json.loads(out) if row["dimension"] == "all"]
    assert {row["player_name"] for row in totals} >= {"Bristol Myers Squibb", "Merck & Co.", "Iovance", "MacroGenics"}
    for row in totals:
        assert row["trial_count"] == row["lead_trial_count"] + row["collaborator_trial_count"]
        if row["focus_trial_count"] is not None:
            assert row["trial_count"] == row["focus_trial_count"] + row["other_trial_count"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["audit", "--report", "Z"], "There is no report 'Z'; there are A, B, C, D."),
        (["claims", "--cohort", "z"], "There is no cohort 'z'; there are act, io, refractory, tracked."),
        (["claims", "--answer", "maybe"], "There is no answer 'maybe'; there are supported, contradicted,"),
        (["players", "--report", "Z"], "There is no report 'Z'; there are A, B, C, D."),
    ],
)
def test_an_unknown_filter_value_is_refused(run: Run, demo_source: str, arguments: list[str], sentence: str) -> None:
    code, _, err = run(*arguments, "--data", demo_source)
    assert code == 2
    assert sentence in err


def test_the_example_report_of_the_docs_works_in_every_command(run: Run, demo: Path, tmp_path: Path) -> None:
    """As a user does it: make a folder, add the file of docs/market.md, check, build, look."""
    mine = tmp_path / "mine"
    assert run("config", "new", mine)[0] == 0
    assert run("config", "new", mine)[0] == 2
    docs = (ROOT / "docs" / "market.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", docs, flags=re.DOTALL)
    (mine / "reports" / "my-report.toml").write_text(example, encoding="utf-8")
    code, out, _ = run("config", "check", "--config", mine)
    assert (code, "5 reports" in out, "note:" in out) == (0, True, False)
    assert run("build", "--data", demo, "--config", mine)[0] == 0

    def rows(command: str) -> list[dict[str, Any]]:
        code, out, _ = run(command, "--report", "R", "--data", demo, "--format", "json")
        assert code == 0
        return list(json.loads(out))

    assert {row["dimension"] for row in rows("segments")} == {"target", "area", "place", "source"}
    assert all(
        row["trial_count"] for row in rows("segments") if row["segment"] in ("solid", "china", "us_academic", "own")
    )
    shares = {row["segment"]: row for row in rows("compare")}
    assert (shares["blood"]["market_share"], shares["blood"]["market_basis"]) == (pytest.approx(0.615), "reported")
    assert shares["china"]["market_usd_bn"] == pytest.approx(2.5)
    assert shares["solid"]["verdict"] != "no_market_share"
    answers = {row["claim"]: row for row in rows("claims")}
    assert answers["R1"]["figures"].endswith("stated is 61.45 % to 61.55 %")
    assert answers["R4"]["answer"] != "not_testable"
    assert {row["player_name"] for row in rows("players")} == {"Iovance"}
    assert rows("audit")
    assert rows("white-space")
    query = "SELECT basis FROM raw.market_size WHERE report = 'R' AND year = 2027"
    _, out, _ = run("sql", query, "--data", demo, "--format", "json")
    assert json.loads(out) == [{"basis": "interpolated"}]
    code, out, err = run("build", "--data", demo)
    assert code == 0
    assert "The last published warehouse had report R (Example: engager market); this configuration does not." in err


def test_unknown_companies_and_topics_are_notes_and_not_faults(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert run("config", "copy", mine)[0] == 0
    player = '[[player]]\nid = "acme"\nname = "Acme Cells"\ngroups = ["x"]\n'
    state = '{ kind = "presence", segments = ["a"], topics = ["moonlight"] }'
    (mine / "reports" / "r.toml").write_text(
        ledger_text([state], segments=2, id_="R").replace(
            'where.has.therapy = ["x"]', 'where.has.therapy = ["cell_therapy"]'
        )
        + player,
        encoding="utf-8",
    )
    code, out, _ = run("config", "check", "--config", mine)
    assert code == 0
    assert out.splitlines()[1:] == [
        "  note: report R, player acme: terms/companies.csv does not list 'Acme Cells'",
        "  note: report R, claim T1: claim_words.toml does not say how to look for 'moonlight'.",
    ]


def test_the_environment_variable_sets_the_configuration(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    assert run("config", "new", mine)[0] == 0
    (mine / "overlay.toml").write_text('leave_out = ["reports/patient-guide.toml"]', encoding="utf-8")
    monkeypatch.setenv("TRIALSCAPE_CONFIG", str(mine))
    code, out, _ = run("config", "check")
    assert (code, out.startswith(f"{mine} is sound"), "3 reports" in out) == (0, True, True)
    code, _, err = run("build", "--data", demo)
    assert code == 0
    assert "had report C (" in err
