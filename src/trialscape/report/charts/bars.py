"""Bars: starts a year, phases, agents and players."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from trialscape.report.charts.figure import ROWS, Figure, Row, specification, with_rows
from trialscape.report.words import PHASES, count, listed

# Phases of drugs in three steps; other phases do not apply to them.
PHASE_PARTS: Mapping[str, tuple[str, ...]] = {
    "phase 1, 1/2": ("early_phase_1", "phase_1", "phase_1_2"),
    "phase 2": ("phase_2",),
    "phase 2/3, 3": ("phase_2_3", "phase_3"),
}
AGENT_PARTS = (*PHASE_PARTS, "phase 4, or none")
_COUNTED = ("early_trial_count", "middle_trial_count", "late_trial_count")
_FOCUS = ("within the stated focus", "outside it", "no focus stated")


def plain_axis(limit: int = 200) -> alt.Axis:
    """Return an axis of names without a line."""
    return alt.Axis(title=None, domain=False, ticks=False, labelLimit=limit, labelPadding=8)


def starts_figure(starts: Sequence[Row], this_year: int) -> Figure:
    """Return the starts of trials a year; the year that is not over is drawn separately."""
    counts = {row["start_year"]: row["trial_count"] for row in starts}
    years = range(min(counts), max(counts) + 1) if counts else ()
    rows = [{"year": year, "trials": counts.get(year, 0), "open": year >= this_year} for year in years]
    return Figure(
        id="starts",
        topic="Starts a year",
        title=f"Trials by the year of their start; {this_year} is not over." if rows else "No trial has a start.",
        chart=with_rows(_starts(), rows) if rows else None,
        columns={"year": "Year", "trials": "Trials"},
        rows=rows,
        note=f"Empty bars with a dashed edge: {this_year}, and starts planned for later.",
        empty="No tracked trial gives the day on which it starts.",
    )


@cache
def _starts() -> dict[str, Any]:
    base = alt.Chart(ROWS).encode(
        x=alt.X("year:O", axis=alt.Axis(labelAngle=0, labelOverlap=True, title=None, ticks=False)),
        y=alt.Y(
            "trials:Q", axis=alt.Axis(title=None, tickCount=4, tickMinStep=1, format=",d", domain=False, ticks=False)
        ),
        tooltip=[alt.Tooltip("year:O", title="Year"), alt.Tooltip("trials:Q", title="Trials", format=",")],
    )
    fill = alt.condition("datum.open", alt.value("$paper"), alt.value("$pipeline"))
    bars = base.mark_bar(stroke="$pipeline", strokeDash=[3, 2], cursor="pointer").encode(color=fill)
    return specification(bars, height=220)


def phase_figure(phases: Sequence[Row]) -> Figure:
    """Return trials by phase as horizontal bars with their numbers at the end."""
    rows = [
        {
            "id": row["phase_bucket"],
            "name": PHASES.get(row["phase_bucket"], row["phase_bucket"]),
            "trials": row["trial_count"],
        }
        for row in phases
    ]
    known = [row for row in rows if row["id"] not in ("not_applicable", "none") and row["trials"]]
    most = max(known, key=lambda row: row["trials"], default=None)
    return Figure(
        id="phases",
        topic="Phase",
        title=f"Of the trials with a phase, most are in {most['name'].lower()}." if most else "No trial has a phase.",
        chart=with_rows(_counted(), rows) if any(row["trials"] for row in rows) else None,
        columns={"name": "Phase", "trials": "Trials"},
        rows=rows,
        empty="No trial is tracked.",
    )


@cache
def _counted() -> dict[str, Any]:
    base = alt.Chart(ROWS).encode(x=alt.X("trials:Q", axis=None), y=alt.Y("name:N", sort=None, axis=plain_axis()))
    bars = base.mark_bar(color="$pipeline", height=14, cursor="pointer")
    labels = base.mark_text(align="left", dx=4, color="$ink").encode(text=alt.Text("trials:Q", format=","))
    return specification(bars + labels, lines="name")


def agent_figure(agents: Sequence[Row]) -> Figure:
    """Return the agents with the most trials, by phase."""
    drawn = [
        {"agent": row["agent"], "phase": words, "trials": number, "order": order}
        for row in agents
        for order, (words, number) in enumerate(zip(AGENT_PARTS, _by_part(row), strict=True))
    ]
    return Figure(
        id="agents",
        topic="Immunotherapies",
        title=f"{agents[0]['agent'].capitalize()} is in the most trials, {count(agents[0]['trial_count'])}."
        if agents
        else "No agent is known.",
        chart=with_rows(_stacked("agent", "phase", AGENT_PARTS, ("$pale", "$pipeline", "$ink", "$open")), drawn)
        if agents
        else None,
        columns={"agent": "Agent", "phase": "Phase", "trials": "Trials"},
        rows=drawn,
        note=f"The {len(agents)} agents with the most trials in an experimental arm. Chemotherapy, targeted drugs, "
        "conjugates, radiation and surgery are left out.",
        empty="No tracked trial names an agent of the vocabulary.",
    )


def _by_part(row: Row) -> list[int]:
    """Return the trials of an agent in each part; what is in none of the steps of a drug comes last."""
    counts = [row[key] for key in _COUNTED]
    return [*counts, row["trial_count"] - sum(counts)]


@cache
def _stacked(name: str, part: str, parts: tuple[str, ...], colours: tuple[str, ...]) -> dict[str, Any]:
    """Return bars of parts that stand behind one another, each with its number where there is room."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y(f"{name}:N", sort=None, axis=plain_axis()),
        x=alt.X("trials:Q", axis=None),
        order="order:Q",
        tooltip=[f"{name}:N", f"{part}:N", alt.Tooltip("trials:Q", format=",")],
    )
    colour = alt.Color(
        f"{part}:N",
        sort=list(parts),
        scale=alt.Scale(domain=list(parts), range=list(colours)),
        legend=alt.Legend(orient="top", title=None),
    )
    bars = base.mark_bar(height=14, stroke="$paper", cursor="pointer").encode(color=colour)
    sums = (
        alt.Chart(ROWS)
        .transform_aggregate(total="sum(trials)", groupby=[name])
        .mark_text(align="left", dx=4, color="$ink")
        .encode(y=alt.Y(f"{name}:N", sort=None), x=alt.X("total:Q", axis=None), text=alt.Text("total:Q", format=","))
    )
    return specification(bars + sums, lines=name)


def player_figure(report: Row, players: Sequence[Row]) -> Figure:
    """Return the trials of the companies that a report names, within the stated focus and outside it."""
    shown = [row for row in players if row["trial_count"]]
    drawn = [
        {
            "player": row["player_name"],
            "part": part,
            "trials": row[key],
            "order": order,
            "go": player_filters(row, part),
        }
        for row in shown
        for order, (key, part) in enumerate(_parts(row))
    ]
    none = [row["player_name"] for row in players if not row["trial_count"]]
    return Figure(
        id=f"players-{report['report']}",
        topic=f"Players, report {report['report']}",
        title=f"{len(shown)} of the {len(players)} companies that the report names have a trial in this cohort.",
        chart=with_rows(_stacked("player", "part", _FOCUS, ("$pipeline", "$pale", "$open")), drawn) if shown else None,
        columns={
            "player_name": "Company",
            "stated_focus": "Stated focus",
            "trial_count": "Trials",
            "active_trial_count": "Active",
            "focus_trial_count": "Within the focus",
            "other_trial_count": "Outside",
        },
        rows=[{**row, "go": player_filters(row)} if row["trial_count"] else row for row in players],
        note=f"Trials of any status. No trial: {listed(none)}." if none else "Trials of any status.",
        empty="None of the companies that the report names has a trial in this cohort.",
    )


def player_filters(row: Row, part: str = "") -> dict[str, str]:
    """Return the filters of the page that list the trials of a company, or one part of them."""
    found = {"player": f"{row['report']}:{row['player']}", "cohort": row["cohort"]}
    focus = {_FOCUS[0]: "within", _FOCUS[1]: "outside"}.get(part)
    return found | ({"focus": focus} if focus else {})


def _parts(row: Row) -> list[tuple[str, str]]:
    if row["focus_trial_count"] is None:
        return [("trial_count", _FOCUS[2])]
    return [("focus_trial_count", _FOCUS[0]), ("other_trial_count", _FOCUS[1])]
