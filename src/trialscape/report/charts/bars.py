"""Bars: starts a year, phases, countries, agents and players."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from trialscape.report.charts.figure import Figure, Row, specification, values
from trialscape.report.words import listed


def starts_figure(starts: Sequence[Row], this_year: int) -> Figure:
    """Return the starts of trials a year; the year that is not over is drawn apart."""
    counts = {row["start_year"]: row["trial_count"] for row in starts}
    years = range(min(counts), max(counts) + 1) if counts else ()
    rows = [{"year": year, "trials": counts.get(year, 0), "open": year >= this_year} for year in years]
    base = alt.Chart(alt.NamedData(name="starts")).encode(
        x=alt.X("year:O", axis=alt.Axis(labelAngle=0, labelOverlap=True, title=None, ticks=False)),
        y=alt.Y("trials:Q", axis=alt.Axis(title=None, tickCount=4, domain=False, ticks=False)),
        tooltip=[alt.Tooltip("year:O", title="Year"), alt.Tooltip("trials:Q", title="Trials")],
    )
    fill = alt.condition("datum.open", alt.value("$paper"), alt.value("$pipeline"))
    bars = base.mark_bar(stroke="$pipeline", strokeDash=[3, 2]).encode(color=fill)
    return Figure(
        id="starts",
        topic="Starts a year",
        title=f"Trials by the year of their start; {this_year} is not over.",
        chart=_with_data(bars, "starts", rows, 220),
        columns={"year": "Year", "trials": "Trials"},
        rows=rows,
        note=f"Empty bars with a dashed edge: {this_year}, and starts planned for later. Follows the filters above.",
    )


def counted_figure(name: str, topic: str, title: str, rows: Sequence[Row], note: str) -> Figure:
    """Return horizontal bars with their numbers at the end; ``rows`` have name and trials."""
    drawn = [{"name": row["name"], "trials": row["trial_count"]} for row in rows]
    base = alt.Chart(alt.NamedData(name=name)).encode(
        x=alt.X("trials:Q", axis=None),
        y=alt.Y("name:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=170)),
    )
    labels = base.mark_text(align="left", dx=4, color="$ink").encode(text="trials:Q")
    return Figure(
        id=name,
        topic=topic,
        title=title,
        chart=_with_data(base.mark_bar(color="$pipeline", height=14) + labels, name, drawn, 24 * max(len(drawn), 1)),
        columns={"name": topic, "trials": "Trials"},
        rows=drawn,
        note=note,
    )


def _with_data(chart: Any, name: str, rows: Sequence[Row], height: int) -> dict[str, Any]:
    made = specification(chart, height)
    made["datasets"] = {name: list(rows)}
    return made


def agent_figure(agents: Sequence[Row]) -> Figure:
    """Return the agents with the most trials, by phase."""
    parts = {"early_trial_count": "phase 1, 1/2", "middle_trial_count": "phase 2", "late_trial_count": "phase 2/3, 3"}
    drawn = [
        {"agent": row["agent"], "phase": words, "trials": row[key], "order": order}
        for row in agents
        for order, (key, words) in enumerate(parts.items())
    ]
    base = alt.Chart(values(drawn)).encode(y=alt.Y("agent:N", sort=None, axis=_plain_axis()))
    bars = base.mark_bar(height=14, stroke="$paper").encode(
        x=alt.X("trials:Q", axis=alt.Axis(title="tracked trials in an experimental arm", tickMinStep=1)),
        order="order:Q",
        color=alt.Color(
            "phase:N",
            sort=list(parts.values()),
            scale=alt.Scale(domain=list(parts.values()), range=["$pale", "$pipeline", "$ink"]),
            legend=alt.Legend(orient="top", title=None),
        ),
        tooltip=["agent:N", "phase:N", "trials:Q"],
    )
    return Figure(
        id="agents",
        topic="Agents",
        title=f"{agents[0]['agent']} is in the most trials." if agents else "No agent is known.",
        chart=specification(bars, 22 * len(agents)) if agents else None,
        columns={
            "agent": "Agent",
            "company": "Company",
            "targets": "Targets",
            "trial_count": "Trials",
            "active_trial_count": "Active",
            "required_trial_count": "Failure required",
        },
        rows=agents,
        note=f"The {len(agents)} agents with the most tracked trials; phases that do not apply are left out.",
        empty="No tracked trial names an agent of the vocabulary.",
    )


def player_figure(report: Row, players: Sequence[Row]) -> Figure:
    """Return the trials of the companies that a report names, within the stated focus and outside it."""
    shown = [row for row in players if row["trial_count"]]
    drawn = [
        {"player": row["player_name"], "part": part, "trials": row[key], "order": order}
        for row in shown
        for order, (key, part) in enumerate(_parts(row))
    ]
    parts = ["within the stated focus", "outside it", "no focus stated"]
    bars = (
        alt.Chart(values(drawn))
        .mark_bar(height=14, stroke="$paper")
        .encode(
            y=alt.Y("player:N", sort=None, axis=_plain_axis()),
            x=alt.X("trials:Q", axis=alt.Axis(title="trials", tickMinStep=1)),
            order="order:Q",
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=parts, range=["$pipeline", "$pale", "$open"]),
                legend=alt.Legend(orient="top", title=None),
            ),
            tooltip=["player:N", "part:N", "trials:Q"],
        )
    )
    none = [row["player_name"] for row in players if not row["trial_count"]]
    return Figure(
        id=f"players-{report['report']}",
        topic=f"Players, report {report['report']}",
        title=f"{len(shown)} of the {len(players)} companies that the report names have a trial in its cohort.",
        chart=specification(bars, 22 * len(shown)) if shown else None,
        columns={
            "player_name": "Company",
            "stated_focus": "Stated focus",
            "trial_count": "Trials",
            "active_trial_count": "Active",
            "focus_trial_count": "Within the focus",
            "other_trial_count": "Outside",
        },
        rows=players,
        note=f"No trial: {listed(none)}." if none else "",
        empty="None of the companies that the report names has a trial in its cohort.",
    )


def _parts(row: Row) -> list[tuple[str, str]]:
    if row["focus_trial_count"] is None:
        return [("trial_count", "no focus stated")]
    return [("focus_trial_count", "within the stated focus"), ("other_trial_count", "outside it")]


def _plain_axis() -> alt.Axis:
    return alt.Axis(title=None, domain=False, ticks=False, labelLimit=180)
