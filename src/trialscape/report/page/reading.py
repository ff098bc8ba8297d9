"""What is read and not drawn: claims with their answers, the audit, changes, readouts, and the flow of numbers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from trialscape.report.rows import Row
from trialscape.report.words import PHASES, noted_answers, number_word, opening, spoken

# Findings that need attention come first.
ANSWERS = {
    "contradicted": "Contradicted by the registry",
    "not_in_line": "Not in line with the trials",
    "supported": "Supported",
    "inconclusive": "Inconclusive",
    "not_testable": "Not testable with a registry of trials",
}
VERDICTS = {
    "contradiction": "Contradictions",
    "inconsistent": "Figures that do not fit together",
    "note": "Notes",
    "consistent": "Figures that fit together",
}
GRADES = {"high": "Of high materiality", "medium": "Of medium materiality"}
SCOPE_STEPS = {
    "active": ("active", "not yet recruiting, recruiting, enrolling by invitation, or active"),
    "late": ("active and late", "in phase 2/3 or later"),
    "all": ("of any status", ""),
}


def claims_by_answer(claims: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the claims of one report grouped by their answer, each as a short paragraph."""
    groups = {answer: [_claim(row) for row in claims if row["answer"] == answer] for answer in ANSWERS}
    return [{"id": answer, "title": ANSWERS[answer], "items": items} for answer, items in groups.items() if items]


def claims_title(claims: Sequence[Row]) -> str:
    """Return how the claims of one report are answered, as a sentence."""
    counts = {answer: sum(row["answer"] == answer for row in claims) for answer in ANSWERS}
    against = counts["contradicted"] + counts["not_in_line"]
    return (
        f"Of {len(claims)} claims the trials support {number_word(counts['supported'])} and speak against "
        f"{number_word(against)}; inconclusive: {counts['inconclusive']}."
    )


def _claim(row: Row) -> dict[str, Any]:
    """Return a claim with the reasons for its answer, each once; one of several tests begins with what it is about."""
    parts = noted_answers(str(row["why"]), row["answer"])
    reasons = [part if "(" in part.partition(": ")[0] else part.partition(": ")[2] for part in parts]
    return {
        "id": row["claim"],
        "says": row["says"],
        "place": row["place"],
        "figures": [part for part in (row["figures"] or "").split(" | ") if part],
        "reasons": list(dict.fromkeys(reasons)),
        "examples": (row["example_trials"] or [])[:5],
    }


def audit_by_verdict(findings: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the findings of the audit grouped by their verdict."""
    groups = {verdict: [row for row in findings if row["verdict"] == verdict] for verdict in VERDICTS}
    return [{"id": verdict, "title": VERDICTS[verdict], "items": rows} for verdict, rows in groups.items() if rows]


def changes_by_grade(changes: Sequence[Row]) -> list[dict[str, Any]]:
    """Return changes of high and of medium materiality in words, each newest first."""
    groups = {grade: [_change(row) for row in changes if row["materiality"] == grade] for grade in GRADES}
    return [{"title": GRADES[grade], "items": items} for grade, items in groups.items() if items]


def _change(row: Row) -> dict[str, Any]:
    values = (_value(row["kind"], value) for value in (row["old_value"], row["new_value"]) if value)
    return {
        "id": row["nct_id"],
        "title": row["brief_title"] or row["nct_id"],
        "day": row["registry_day"] or row["seen"],
        "kind": opening(spoken(row["kind"])),
        "change": " → ".join(values),
        "slip": f"{row['slip_days']:+d} days" if row["slip_days"] else "",
        "is_tracked": row["is_tracked"],
    }


def _value(kind: str, value: Any) -> str:
    """Return a value of a change; the registry writes a status in capitals."""
    return str(value).lower().replace("_", " ") if kind == "status" else str(value)


def shown_readouts(readouts: Sequence[Row]) -> list[dict[str, Any]]:
    """Return coming primary completions with the day as precisely as the registry gives it."""
    digits = {"year": 4, "month": 7}
    return [
        {
            **row,
            "day": str(row["primary_completion_date"])[: digits.get(row["primary_completion_precision"], 10)],
            "phase": PHASES.get(row["phase_bucket"], row["phase_bucket"]),
        }
        for row in readouts
    ]


def flow_of(row: Row, cells: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the steps from searches to the trials behind each dimension's shares, with what each step leaves out.

    ``row`` is of page/flow, ``cells`` are those of its cohort and scope in one report.
    """
    numbers = [row["hit_count"], row["tracked_count"], row["cohort_count"], row["scope_count"]]
    steps = [
        ("hits", f"of {row['search_count']} searches; a trial can be found by several"),
        ("trials tracked", "each once, if a search still finds it"),
        ("in the cohort", f"by their labels: {row['title']}"),
        SCOPE_STEPS[row["scope"]],
    ]
    left = [0, 0, *(before - after for before, after in pairwise(numbers[1:]))]
    chosen = [
        {"what": what, "number": number, "why": why, "left": gone, "dimension": ""}
        for (what, why), number, gone in zip(steps, numbers, left, strict=True)
    ]
    dimensions = {item["dimension"]: item for item in cells}
    return chosen + [
        {
            "what": f"in a segment of {item['dimension_title']}",
            "number": item["classified_trial_count"],
            "why": "",
            "left": item["unclassified_trial_count"],
            "dimension": item["dimension"],
        }
        for item in dimensions.values()
    ]
