"""Rows of marts for display: one table per dimension, an interval with each figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from trialscape.cli.shared.tables import spoken

Row = dict[str, Any]

GROWTH = (
    "Growth: the factor by which starts of trials grow a year, divided by that of all other trials of the report's own "
    "cohort, in all scopes, over the last six complete years (marts.segment_growth); trials that are registered late "
    "may still add to the last years. Another cohort has none."
)


def by_dimension(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], cohorts: Mapping[str, str]
) -> dict[str, list[Row]]:
    """Return the rows grouped under a title that names report, dimension, cohort, scope and counting.

    ``cohorts`` are the titles of cohorts by their id.
    """
    groups: dict[str, list[Row]] = {}
    for cells in rows:
        row = dict(zip(columns, cells, strict=True))
        scope = f"scope {row['scope']}, " if "scope" in row else ""
        place = f"Report {row['report']}, {row['dimension_title']}"
        title = f"{place}: cohort '{cohorts[row['cohort']]}', {scope}counting {spoken(row['counting'])}"
        groups.setdefault(title, []).append(row)
    return groups


def segment_row(row: Row) -> Row:
    """Return the columns of the segment table; its growth is explained by ``GROWTH``."""
    return {
        "segment": row["segment_title"] or row["segment"],
        "trials": row["trial_count"],
        "active": row["active_trial_count"],
        "phase 1": row["early_phase_1_trial_count"] + row["phase_1_trial_count"],
        "1/2": row["phase_1_2_trial_count"],
        "2": row["phase_2_trial_count"],
        "2/3 and 3": row["phase_2_3_trial_count"] + row["phase_3_trial_count"],
        "4 or none": sum(row[f"{phase}_trial_count"] for phase in ("phase_4", "not_applicable_phase", "no_phase")),
        "planned patients": row["planned_patient_count"],
        "sponsors": row["sponsor_count"],
        "growth (90 %)": interval(
            row["growth_against_rest"], row["growth_against_rest_low"], row["growth_against_rest_high"], ratio
        ),
    }


def interval(point: float | None, low: float | None, high: float | None, shown: Any) -> str:
    """Return "point (low to high)"; a missing bound is open."""
    if point is None:
        return "–"
    ends = ("–" if low is None else shown(low), "open" if high is None else shown(high))
    return f"{shown(point)} ({ends[0]} to {ends[1]})"


def ratio(value: float) -> str:
    """Return a ratio with two decimals."""
    return f"{value:.2f}"
