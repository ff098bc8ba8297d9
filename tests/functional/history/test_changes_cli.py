"""The command changes: filters, forms, and sentences for what does not exist."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run


def listed(run: Run, demo: Path, *options: str) -> list[dict[str, Any]]:
    code, out, _ = run("changes", "--data", demo, "--format", "json", *options)
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_changes_of_the_second_edition_of_the_demonstration_are_listed(demo: Path, run: Run) -> None:
    rows = listed(run, demo)
    last = max(row["run"] for row in rows)
    news = [row for row in rows if row["run"] == last]
    # As the refresh said of its second edition: 12 new, 22 changed, 4 left.
    assert sum(row["kind"] == "new" for row in news) == 12
    assert sum(row["kind"] == "left" for row in news) == 4
    assert len({row["nct_id"] for row in news if row["kind"] not in ("new", "left")}) == 22
    assert {row["materiality"] for row in news if row["kind"] == "new"} == {"high"}
    assert {row["materiality"] for row in rows if row["run"] != last} == {"low"}


def test_filters_narrow_the_list(demo: Path, run: Run) -> None:
    rows = listed(run, demo)
    high = listed(run, demo, "--materiality", "high")
    assert {row["materiality"] for row in high} == {"high"}
    assert len(high) < len(listed(run, demo, "--materiality", "medium")) < len(rows)
    assert listed(run, demo, "--kind", "prior_therapy") == [row for row in rows if row["kind"] == "prior_therapy"] != []
    one = high[0]["nct_id"]
    assert {row["nct_id"] for row in listed(run, demo, "--nct", one.lower())} == {one}
    in_cohort = listed(run, demo, "--cohort", "refractory")
    assert in_cohort == [row for row in rows if "refractory" in row["cohorts"]] != []
    assert 0 < len(listed(run, demo, "--report", "A", "--dimension", "therapy", "--segment", "combination")) < len(rows)


def test_days_are_filtered_by_either_clock(demo: Path, run: Run) -> None:
    rows = listed(run, demo)
    day = "2026-11-10"
    reported = listed(run, demo, "--since", day, "--until", day, "--clock", "registry")
    assert reported == [row for row in rows if row["registry_day"] == day] != []
    assert listed(run, demo, "--until", "2026-11-10") == []


def test_the_table_explains_its_columns(demo: Path, run: Run) -> None:
    code, out, _ = run("changes", "--data", demo, "--kind", "status")
    assert (code, out.startswith("DEMO:")) == (0, True)
    assert "recruiting → terminated" in out
    assert "Seen is the day on which the tracker saw the change" in out


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--kind", "colour", "There is no kind 'colour'; there are new, left,"),
        ("--segment", "nowhere", "There is no segment 'nowhere'; there are"),
        ("--cohort", "none", "There is no cohort 'none'; there are"),
    ],
)
def test_an_unknown_name_is_refused_with_a_reason(demo: Path, run: Run, option: str, value: str, sentence: str) -> None:
    code, _, err = run("changes", "--data", demo, option, value)
    assert code == 2
    assert sentence in err
