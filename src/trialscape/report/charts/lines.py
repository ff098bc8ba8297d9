"""Charts over years: sizes of the market, forecast growth and starts, and the timeline of agents."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from trialscape.report.charts.bars import plain_axis
from trialscape.report.charts.figure import ROWS, Figure, Row, specification, with_rows
from trialscape.report.words import percent


def size_figure(report: Row, sizes: Sequence[Row]) -> Figure:
    """Return the sizes of the market by year, one line for each estimate; printed sizes are dots."""
    ends = {row["estimate"]: row["year"] for row in sorted(sizes, key=lambda row: row["year"])}
    rows = [{**row, "size": f"{row['usd_bn']:.2f}", "last": row["year"] == ends[row["estimate"]]} for row in sizes]
    names = list(dict.fromkeys(row["estimate"] for row in rows))
    return Figure(
        id=f"sizes-{report['report']}",
        topic=f"Size of the market, report {report['report']}",
        title=_size_title(rows, names),
        chart=with_rows(_sizes(rows, names), rows) if rows else None,
        columns={"estimate": "Estimate", "year": "Year", "size": "Billion US dollars", "basis": "Basis"},
        rows=rows,
        note="Dots are printed; between them an even yearly rate is assumed.",
        fixed="these are figures of the report, which count no trials.",
        empty="This report states no size of its market.",
    )


def _sizes(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Any]:
    years = sorted({row["year"] for row in rows})
    colours = ["$market", "$pipeline", "$third", "$soft"][: len(names)]
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "year:Q",
            axis=alt.Axis(format="d", title=None, values=years, grid=False, labelOverlap=True, labelSeparation=6),
            scale=alt.Scale(domain=[min(years), max(years) + 1], nice=False),
        ),
        y=alt.Y("usd_bn:Q", axis=alt.Axis(title="billion US dollars", tickCount=5, domain=False, ticks=False)),
        color=alt.Color("estimate:N", legend=None, scale=alt.Scale(domain=list(names), range=colours)),
    )
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash("estimate:N", legend=None))
    printed = (
        base.transform_filter("datum.basis === 'printed'")
        .mark_point(filled=True, size=60, opacity=1)
        .encode(tooltip=["estimate:N", "year:Q", "size:N", "basis:N"])
    )
    labels = base.transform_filter("datum.last").mark_text(align="left", dx=6, dy=-7).encode(text="estimate:N")
    return specification(lines + printed + labels, height=240)


def _size_title(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return how far the estimates of one year lie apart, for the year in which they differ most."""
    by_year: dict[int, list[float]] = {}
    for row in rows:
        by_year.setdefault(row["year"], []).append(row["usd_bn"])
    apart = {year: max(sizes) / min(sizes) for year, sizes in by_year.items() if len(sizes) > 1}
    if len(names) == 1 and len(by_year) > 1:
        first, last = min(by_year), max(by_year)
        (low,), (high,) = by_year[first], by_year[last]
        return f"The report puts its market at USD {low:.1f} bn in {first} and at USD {high:.1f} bn in {last}."
    if not apart:
        return f"{'One estimate' if len(names) == 1 else f'{len(names)} estimates'} of the market, by year."
    year = max(apart, key=lambda key: apart[key])
    low, high = min(by_year[year]), max(by_year[year])
    return f"{len(names)} estimates of one market: USD {low:.1f} bn to USD {high:.1f} bn for {year}."


def forecast_figure(report: Row, starts: Sequence[Row], sizes: Sequence[Row], this_year: int) -> Figure:
    """Return starts per year in the report's cohort and the market that it forecasts, both as multiples of one year.

    ``sizes`` are those of the report; only its headline estimate is drawn. The year that both are measured from is the
    report's base year.
    """
    base = report["base_year"]
    counts = {row["start_year"]: row["trial_count"] for row in starts if base - 10 <= row["start_year"] <= this_year}
    market = {row["year"]: row["usd_bn"] for row in sizes if row["is_headline"]}
    rows = _multiples(counts, market, report, this_year)
    return Figure(
        id=f"forecast-{report['report']}",
        topic=f"Starts and forecast, report {report['report']}",
        title=_forecast_title(counts, market, this_year) if rows else "Starts cannot be set beside a forecast.",
        chart=with_rows(_forecast(), rows) if rows else None,
        columns={"what": "What", "year": "Year", "shown": f"Times its value in {base}", "number": "Trials or USD bn"},
        rows=rows,
        note=f"Each as a multiple of its own value in {base}, on a logarithmic axis. Empty dots: the forecast, and "
        f"{this_year}, which is not over. Years without a start are not drawn. Starts are not "
        "revenue: only the paces are compared.",
        empty=f"The report states no size of its market for {base}, or no trial of its cohort starts in that year.",
    )


def _multiples(counts: dict[int, int], market: dict[int, float], report: Row, this_year: int) -> list[Row]:
    base, cohort = report["base_year"], report["default_cohort"]
    if not counts.get(base) or not market.get(base):
        return []
    series: dict[str, Mapping[int, float]] = {"trial starts": counts, "market": market}
    rows: list[Row] = []
    for what, values in series.items():
        for year, value in sorted(values.items()):
            number = f"{value:,}" if what == "trial starts" else f"{value:.2f}"
            later = year >= (this_year if what == "trial starts" else base + 1)
            times = value / values[base]
            rows.append(
                {
                    "what": what,
                    "year": year,
                    "times": times,
                    "number": number,
                    "shown": f"{times:.2f}",
                    "last": year == max(values),
                    "later": later,
                    **({"go": {"year": str(year), "cohort": cohort}} if what == "trial starts" else {}),
                }
            )
    return rows


def _forecast_title(counts: dict[int, int], market: dict[int, float], this_year: int) -> str:
    first, last = min(market), max(market)
    rate = (market[last] / market[first]) ** (1 / (last - first)) - 1 if last > first else 0.0
    early, late = this_year - 6, this_year - 1
    return (
        f"The report forecasts a market growth of {percent(rate)} % a year to {last}; starts in its cohort went from "
        f"{counts.get(early, 0)} in {early} to {counts.get(late, 0)} in {late}."
    )


@cache
def _forecast() -> dict[str, Any]:
    scale = alt.Scale(domain=["trial starts", "market"], range=["$pipeline", "$market"])
    years = alt.Axis(
        format="d", title=None, tickMinStep=1, tickCount=7, grid=False, labelOverlap=True, labelSeparation=6
    )
    times = alt.Axis(title=None, format="~g", values=[0.1, 0.2, 0.5, 1, 2, 5, 10], domain=False, ticks=False)
    base = alt.Chart(ROWS).encode(
        x=alt.X("year:Q", axis=years, scale=alt.Scale(padding=30, nice=False, zero=False)),
        y=alt.Y("times:Q", scale=alt.Scale(type="log", nice=False, padding=12), axis=times),
        color=alt.Color("what:N", legend=None, scale=scale),
    )
    lines = base.mark_line(strokeWidth=2)
    points = base.mark_point(size=40, opacity=1, strokeWidth=2, cursor="pointer").encode(
        fill=alt.condition("datum.later", alt.value("$paper"), alt.Fill("what:N", legend=None, scale=scale)),
        tooltip=["what:N", "year:Q", alt.Tooltip("number:N", title="value"), alt.Tooltip("shown:N", title="times")],
    )
    # Conditions instead of filters: a layer without rows would make Vega warn of an axis without an end.
    names = (
        base.mark_text(align="left", dx=8, dy=dy, fontSize=12).encode(
            text=alt.condition(f"datum.last && datum.what === '{what}'", alt.Text("what:N"), alt.value(""))
        )
        for what, dy in (("trial starts", 10), ("market", -6))
    )
    return specification(alt.layer(lines, points, *names), height=240)


def timeline_figure(agents: Sequence[Row]) -> Figure:
    """Return when trials of the most studied immunotherapies start; rows have agent, start_year and trial_count."""
    by_agent: dict[str, list[Row]] = {}
    for row in agents:
        by_agent.setdefault(row["agent"], []).append(row)
    ordered = sorted(by_agent.items(), key=lambda item: (min(row["start_year"] for row in item[1]), item[0]))
    rows = [
        {"agent": agent, "year": row["start_year"], "trials": row["trial_count"]}
        for agent, own in ordered
        for row in sorted(own, key=lambda row: row["start_year"])
    ]
    newest = ordered[-1][0] if ordered else ""
    return Figure(
        id="timeline",
        topic="Timeline of immunotherapies",
        title=f"The newest of the most studied immunotherapies is {newest}; its first tracked trial is of "
        f"{min(row['start_year'] for row in by_agent[newest])}."
        if ordered
        else "No agent is known.",
        chart=with_rows(_timeline(), rows) if rows else None,
        columns={"agent": "Agent", "year": "Year", "trials": "Trials"},
        rows=rows,
        note="The area of a dot is the number of trials that start in a year; the oldest agent first.",
        empty="No tracked trial with a start names an agent of the vocabulary.",
    )


@cache
def _timeline() -> dict[str, Any]:
    dots = (
        alt.Chart(ROWS)
        .mark_circle(color="$pipeline", opacity=0.85, cursor="pointer")
        .encode(
            x=alt.X(
                "year:Q",
                axis=alt.Axis(format="d", title=None, tickMinStep=1, domain=False),
                scale=alt.Scale(padding=12, nice=False, zero=False),
            ),
            y=alt.Y("agent:N", sort=None, axis=plain_axis()),
            size=alt.Size("trials:Q", legend=None, scale=alt.Scale(range=[12, 260])),
            tooltip=["agent:N", alt.Tooltip("year:Q", format="d"), alt.Tooltip("trials:Q", format=",")],
        )
    )
    return specification(dots, lines="agent")
