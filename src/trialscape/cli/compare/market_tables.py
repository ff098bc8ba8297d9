"""Claims and players for display: one table per report, reasons and segments in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trialscape.report.words import noted_answers

Row = dict[str, Any]


def by_report(records: Iterable[Row], cohorts: Mapping[str, str], words: str) -> dict[str, list[Row]]:
    """Return the rows grouped under a title that names report and cohort, followed by ``words``.

    ``cohorts`` are the titles of cohorts by their id.
    """
    groups: dict[str, list[Row]] = {}
    for row in records:
        groups.setdefault(f"Report {row['report']}: cohort '{cohorts[row['cohort']]}', {words}", []).append(row)
    return groups


def claim_text(row: Row, *, wide: bool) -> list[str]:
    """Return one claim as lines: its id, what it says, and a reason if the verdict needs one.

    ``wide`` adds the figures, a line for each test, and examples of trials.
    """
    answers = noted_answers(str(row["why"]), row["answer"])
    reasons = [part.removeprefix("not testable: ") for part in answers]
    examples = ", ".join(row["example_trials"][:5])
    lines = [row["claim"], f"{row['says']} ({row['place']})", *reasons]
    if wide:
        lines += [*(row["figures"] or "").split(" | "), f"Such as {examples}." if examples else ""]
    return [line for line in lines if line]


def players_by_report(records: Sequence[Row], cohorts: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return one line per player under its report: trials in all, of the stated focus, and by segment."""
    tables: dict[str, list[Row]] = {}
    for title, group in by_report(records, cohorts, "a trial counts once in each segment").items():
        for total in (row for row in group if row["dimension"] == "all"):
            own = [row for row in group if row["player"] == total["player"] and row["dimension"] != "all"]
            tables.setdefault(title, []).append(_shown_player(total, own))
    return tables


def _shown_player(total: Row, cells: Sequence[Row]) -> Row:
    return {
        "player": total["player_name"],
        "stated focus": total["stated_focus"],
        "trials": total["trial_count"],
        "leads": total["lead_trial_count"],
        "active": total["active_trial_count"],
        "of the focus": total["focus_trial_count"],
        "outside": total["other_trial_count"],
        "companies": total["companies"] or ("–" if total["is_known"] else "not in terms/companies.csv"),
        "segments": _segments(cells),
    }


def _segments(cells: Sequence[Row]) -> str:
    """Return the segments with trials, and those of the stated focus without any, dimension by dimension."""
    parts: dict[str, list[str]] = {}
    for row in cells:
        if row["trial_count"] or row["is_focus_segment"]:
            parts.setdefault(row["dimension_title"], []).append(
                f"{row['segment_title'] or row['segment']} {row['trial_count']}"
            )
    return " · ".join(f"{dimension}: {', '.join(words)}" for dimension, words in parts.items())
