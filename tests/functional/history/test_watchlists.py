"""Watchlists come first in the digest and in diff, and spans of time such as 7d are understood."""

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functional.conftest import Run
from trialscape.cli.shared.spans import day_of, days_of
from trialscape.errors import UsageError

LISTS = """
[[watchlists]]
id = "mine"
title = "LAG-3, Iovance, engagers"
agents = ["relatlimab"]
companies = ["lion biotechnologies"]
segments = [{ report = "A", dimension = "therapy", segment = "TCE-bispecific" }]

[[watchlists]]
id = "nobody"
title = "Nothing"
agents = ["12-MP"]
"""


def _watching(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "watchlists.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_watchlist_is_shown_first_with_its_trials(demo: Path, tmp_path: Path, run: Run) -> None:
    mine = _watching(tmp_path / "mine", LISTS)
    assert run("build", "--data", demo, "--config", mine)[0] == 0
    code, out, _ = run("digest", "--since", "7d", "--data", demo, "--config", mine)
    assert code == 0
    first, second, changes = (
        out.index(f"## {title}") for title in ("Watchlist: LAG-3", "Watchlist: Nothing", "Changes:")
    )
    assert first < second < changes
    assert "- no change" in out[second:changes]
    digest = json.loads(run("digest", "--since", "7d", "--data", demo, "--config", mine, "--format", "json")[1])
    lists = {item["watchlist"]: item for item in digest["watchlists"]}
    expected = _trials(
        run, demo,
        "SELECT nct_id FROM concepts.agent_trial WHERE agent = 'relatlimab' "
        "UNION SELECT nct_id FROM concepts.sponsor_parent WHERE sponsor_parent = 'Iovance Biotherapeutics' "
        "UNION SELECT nct_id FROM marts.trial_segment WHERE report = 'A' AND segment = 'tce_bispecific'",
    )  # fmt: skip
    assert lists["mine"]["trial_count"] == len(expected) > 0
    assert lists["nobody"] == {"watchlist": "nobody", "title": "Nothing", "trial_count": 0, "changes": []}
    changed = {change["nct_id"] for change in digest["changes"]}
    assert {change["nct_id"] for change in lists["mine"]["changes"]} == changed & expected != set()
    assert all({"sponsor_parent", "phase_bucket", "segments"} <= {*change} for change in digest["changes"])
    code, out, _ = run(
        "diff", "2026-11-06", "now", "--registry-clock", "--report", "D", "--data", demo, "--config", mine
    )
    assert code == 0
    assert out.index("Watchlists") < out.index("LAG-3, Iovance, engagers") < out.index("All trials of scope")


def _trials(run: Run, data: Path, query: str) -> set[str]:
    return {row["nct_id"] for row in json.loads(run("sql", query, "--data", data, "--format", "json")[1])}


def test_changes_in_the_cohort_of_a_report_come_first_within_a_grade(run: Run, demo_source: Path) -> None:
    changes = json.loads(run("digest", "--data", demo_source, "--format", "json")[1])["changes"]
    for grade in ("high", "medium", "low"):
        flags = [change["is_in_report_cohort"] for change in changes if change["materiality"] == grade]
        assert flags == sorted(flags, reverse=True)


def test_every_name_of_a_watchlist_must_exist(tmp_path: Path, run: Run) -> None:
    wrong = LISTS.replace("relatlimab", "relatlimabb").replace("lion bio", "lionn bio").replace("TCE-b", "tce_x")
    code, _, err = run(
        "config",
        "check",
        "--config",
        _watching(tmp_path / "mine", wrong + '\n[[watchlists]]\nid = "mine"\ntitle = "x"\n'),
    )
    assert code == 10
    for words in (
        "'relatlimabb' is not in terms/agents.csv; did you mean 'relatlimab'",
        "'lionn biotechnologies' is not in terms/companies.csv; did you mean 'Iovance Biotherapeutics'",
        "report A has no segment 'tce_xispecific' in dimension 'therapy'; did you mean 'tce_bispecific'?",
        "is used twice", "names no agent, company",
    ):  # fmt: skip
        assert words in err


def test_a_day_may_be_given_as_a_duration(run: Run, demo_source: Path) -> None:
    today = dt.datetime.now(dt.UTC).date()
    asked = ("changes", "--data", demo_source, "--format", "json", "--since")
    assert run(*asked, "7d")[1] == run(*asked, str(today - dt.timedelta(days=7)))[1]
    code, _, err = run(*asked, "soon")
    assert (code, err.count("\n")) == (2, 1)
    assert "'soon' is neither a day nor a span of time" in err
    assert run("digest", "--since", "7d", "--run", "x", "--data", demo_source)[0] == 2


@given(st.text(max_size=12))
def test_any_text_is_a_day_a_duration_or_refused(text: str) -> None:
    today = dt.date(2026, 11, 29)
    with suppress(UsageError):
        assert dt.date.min <= day_of(text, today) <= dt.date.max
    with suppress(UsageError):
        assert days_of(text) >= 0


@pytest.mark.parametrize(
    ("text", "day"), [("7d", "2026-11-22"), ("2w", "2026-11-15"), ("1Y", "2025-11-29"), ("2026-01-02", "2026-01-02")]
)
def test_durations_count_back_from_today(text: str, day: str) -> None:
    assert day_of(text, dt.date(2026, 11, 29)) == dt.date.fromisoformat(day)
