"""Claims, audit, changes and the flow of numbers as they are read."""

import datetime as dt

from trialscape.report.page.reading import (
    audit_by_verdict,
    changes_by_grade,
    claims_by_answer,
    claims_title,
    flow_of,
    shown_readouts,
)

CLAIM = {
    "claim": "R1",
    "says": "X leads.",
    "place": "p. 1",
    "figures": None,
    "why": "supported",
    "example_trials": None,
}


def test_claims_are_grouped_by_answer_with_each_reason_once() -> None:
    rows = [
        {**CLAIM, "answer": "supported"},
        {**CLAIM, "answer": "not_in_line", "why": "not in line: Other way. | supported | inconclusive: Other way."},
    ]
    groups = claims_by_answer(rows)
    several = "not in line (share of NSCLC): Other way. | supported (trials of NSCLC)"
    (mixed,) = claims_by_answer([{**CLAIM, "answer": "not_in_line", "why": several}])
    assert mixed["items"][0]["reasons"] == several.split(" | ")
    assert [group["id"] for group in groups] == ["not_in_line", "supported"]
    assert groups[0]["items"][0]["reasons"] == ["Other way."]
    assert groups[1]["items"][0]["reasons"] == []
    assert claims_title(rows) == "Of 2 claims the trials support one and speak against one; inconclusive: 0."


def test_findings_that_need_attention_come_first() -> None:
    row = {"sentence": "One size is 1.0."}
    groups = audit_by_verdict([row | {"verdict": verdict} for verdict in ("consistent", "contradiction")])
    assert [group["id"] for group in groups] == ["contradiction", "consistent"]


def test_changes_of_low_materiality_are_left_out() -> None:
    change = {
        "nct_id": "NCT00000001",
        "brief_title": None,
        "registry_day": None,
        "seen": dt.date(2026, 1, 2),
        "kind": "primary_completion",
        "old_value": "2026-01",
        "new_value": "2026-05",
        "slip_days": 120,
        "is_tracked": True,
    }
    status = {
        **change,
        "kind": "status",
        "old_value": "NOT_YET_RECRUITING",
        "new_value": "RECRUITING",
        "slip_days": None,
    }
    rows = [{**status, "materiality": "medium"}, {**change, "materiality": "high"}, {**change, "materiality": "low"}]
    high, medium = changes_by_grade(rows)
    assert (high["title"], medium["title"]) == ("Of high materiality", "Of medium materiality")
    ((shown,), (other,)) = high["items"], medium["items"]
    assert (shown["title"], shown["change"], shown["slip"]) == ("NCT00000001", "2026-01 → 2026-05", "+120 days")
    assert (other["change"], other["slip"]) == ("not yet recruiting → recruiting", "")


def test_the_figures_of_each_test_are_a_paragraph_of_their_own() -> None:
    row = {**CLAIM, "answer": "supported", "figures": "Asia Pacific 40.0 % | 3 of 9 trials (LAG-3: 1)"}
    assert claims_by_answer([row])[0]["items"][0]["figures"] == ["Asia Pacific 40.0 %", "3 of 9 trials (LAG-3: 1)"]


def test_a_readout_is_as_precise_as_the_registry() -> None:
    row = {"primary_completion_date": dt.date(2026, 5, 1), "phase_bucket": "phase_2"}
    shown = shown_readouts([{**row, "primary_completion_precision": kind} for kind in ("year", "month", "day")])
    assert [item["day"] for item in shown] == ["2026", "2026-05", "2026-05-01"]


def test_the_flow_of_trials_says_what_each_step_leaves_out() -> None:
    numbers = {"hit_count": 9, "search_count": 2, "tracked_count": 8, "cohort_count": 7, "scope_count": 5}
    cell = {"classified_trial_count": 4, "unclassified_trial_count": 1}
    cells = [{**cell, "dimension": name, "dimension_title": name.capitalize()} for name in ("one", "one", "two")]
    steps = flow_of({**numbers, "title": "Cells", "scope": "active"}, cells)
    assert [step["number"] for step in steps] == [9, 8, 7, 5, 4, 4]
    assert [step["left"] for step in steps] == [0, 0, 1, 2, 1, 1]
