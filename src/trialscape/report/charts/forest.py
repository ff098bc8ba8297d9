"""Forest plots: a ratio with its interval for each segment, on a logarithmic axis around 1."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt

from trialscape.report.charts.bars import plain_axis
from trialscape.report.charts.figure import ROWS, Figure, Row, specification, with_rows
from trialscape.report.words import listed, number_word, opening, spoken

# Ends of the axes; what lies beyond them is cut and marked.
DENSITY_AXIS, GROWTH_AXIS = (0.05, 20.0), (0.5, 2.0)
_OWN_FILTER = "A filter on a dimension does not narrow that dimension itself."
_VERDICTS = {"over_researched": "over", "under_researched": "under", "faster": "over", "slower": "under"}


def density_figure(report: Row, comparison: Sequence[Row]) -> Figure:
    """Return pipeline share over market share for the segments of one report."""
    rows = [_ratio(row, "ratio_median", "ratio_low", "ratio_high") for row in comparison if row["ratio_median"]]
    return Figure(
        id=f"density-{report['report']}",
        topic=f"Density, report {report['report']}",
        title=_density_title(rows),
        chart=with_rows(_forest("pipeline share over market share", *DENSITY_AXIS), _drawn(rows, *DENSITY_AXIS))
        if rows
        else None,
        columns={"label": "Segment", "shown": "Ratio", "low_text": "Low", "high_text": "High", "verdict": "Verdict"},
        rows=rows,
        is_wide=True,
        note="Median and 90 % interval. An arrow marks an interval that goes on beyond the axis.",
        follows="chosen trials of the cohort and scope above, split evenly over their segments. A band behind a line "
        f"is the interval of all of them. {_OWN_FILTER}",
        empty="No segment of this report has a market share that trials could be compared with.",
    )


def _density_title(rows: Sequence[Row]) -> str:
    if not rows:
        return "The pipeline cannot be compared with the market in any segment."
    over, under = (sum(row["side"] == side for row in rows) for side in ("over", "under"))
    thicker, thinner = (number_word(count) if count else "none" for count in (over, under))
    segments = "segment" if len(rows) == 1 else "segments"
    return (
        f"The pipeline is certainly thicker than the market in {thicker} of {len(rows)} {segments}, "
        f"thinner in {thinner}."
    )


def growth_figure(report: Row, growth: Sequence[Row]) -> Figure:
    """Return growth of starts against the rest of the cohort for the segments of one report."""
    keys = ("growth_against_rest", "growth_against_rest_low", "growth_against_rest_high")
    rows = [_ratio(row, *keys) for row in growth if row["growth_against_rest"]]
    sides = {side: [row["name"] for row in rows if row["side"] == side] for side in ("over", "under")}
    years = f"{growth[0]['from_year']} to {growth[0]['to_year']}" if growth else ""
    return Figure(
        id=f"growth-{report['report']}",
        topic=f"Growth, report {report['report']}",
        title=_growth_title(sides["over"], sides["under"]),
        chart=with_rows(_forest("growth over that of the rest", *GROWTH_AXIS), _drawn(rows, *GROWTH_AXIS))
        if rows
        else None,
        columns={"label": "Segment", "shown": "Ratio", "low_text": "Low", "high_text": "High", "verdict": "Verdict"},
        rows=rows,
        is_wide=True,
        note=f"Starts of trials {years}, a Poisson trend with its 90 % interval. Late registrations may still "
        "add to the last years.",
        follows="chosen trials of the report's own cohort, of every scope and year. A band behind a line is the "
        f"interval of all of them. {_OWN_FILTER}",
        empty="No segment of this report has a start in the last six complete years.",
    )


def _growth_title(faster: Sequence[str], slower: Sequence[str]) -> str:
    parts = [f"{pace} in {listed(names)}" for pace, names in (("faster", faster), ("slower", slower)) if names]
    if not parts:
        return "In no segment do starts certainly grow faster or slower than in the rest."
    return f"Compared with the rest, starts certainly grow {' and '.join(parts)}."


def segment_filters(row: Row) -> dict[str, str]:
    """Return the filters of the page that list the trials of a segment."""
    found = {"report": row["report"], f"in.{row['dimension']}": row["segment"], "cohort": row["cohort"]}
    return found | ({"scope": row["scope"]} if row.get("scope") in ("active", "late") else {})


def _ratio(row: Row, middle: str, low: str, high: str) -> Row:
    point, least, most = row[middle], row[low], row[high]
    return {
        "name": row["segment_title"],
        "label": f"{row['segment_title']} ({row['dimension_title']})",
        "point": point,
        "low": least or 0.0,
        "high": most,
        "shown": f"{point:.2f}",
        "low_text": "–" if least is None else f"{least:.2f}",
        "high_text": "no bound" if most is None else f"{most:.2f}",
        "verdict": opening(spoken(row["verdict"])),
        "side": _VERDICTS.get(row["verdict"], "open"),
        "go": segment_filters(row),
    }


def _drawn(rows: Sequence[Row], least: float, most: float) -> list[Row]:
    """Return the rows in order of their ratio, with what lies beyond the axis cut and marked."""
    return [
        {
            **row,
            "from": min(max(row["low"], least), most),
            "to": min(most if row["high"] is None else row["high"], most),
            "at": min(max(row["point"], least), most),
            # The band of all trials, which the page shows behind the chosen ones: without width where all are chosen.
            "whole_from": min(max(row["point"], least), most),
            "whole_to": min(max(row["point"], least), most),
            "more": "▸" if row["high"] is None or row["high"] > most else "",
            "less": "◂" if row["low"] < least else "",
        }
        for row in sorted(rows, key=lambda row: -row["point"])
    ]


@cache
def _forest(title: str, least: float, most: float) -> dict[str, Any]:
    base = alt.Chart(ROWS)
    y = alt.Y("label:N", sort=None, axis=plain_axis(400))
    ticks = [tick for tick in (0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 10, 20) if least <= tick <= most]
    scale = alt.Scale(type="log", domain=[least, most])
    axis = alt.Axis(values=ticks, format="~g", title=title, grid=True, labelOverlap=True, labelFlush=False)
    x = alt.X("from:Q", scale=scale, axis=axis)
    domain = ["over", "under", "open"]
    colour = alt.Color("side:N", legend=None, scale=alt.Scale(domain=domain, range=["$over", "$under", "$soft"]))
    shapes = ["triangle-up", "triangle-down", "circle"]
    shape = alt.Shape("side:N", legend=None, scale=alt.Scale(domain=domain, range=shapes))
    even = (
        alt.Chart(alt.NamedData(name="even"))
        .mark_rule(color="$ink", strokeWidth=1)
        .encode(x=alt.X("one:Q", scale=scale))
    )
    band = base.mark_rule(strokeWidth=9, color="$none").encode(
        x=alt.X("whole_from:Q", scale=scale), x2="whole_to:Q", y=y
    )
    spans = base.mark_rule(strokeWidth=2).encode(x=x, x2="to:Q", y=y, color=colour)
    points = base.mark_point(filled=True, size=80, opacity=1, cursor="pointer").encode(
        x=alt.X("at:Q", scale=scale),
        y=y,
        color=colour,
        shape=shape,
        tooltip=[
            alt.Tooltip("label:N", title="Segment"),
            alt.Tooltip("shown:N", title="Ratio"),
            alt.Tooltip("low_text:N", title="Low"),
            alt.Tooltip("high_text:N", title="High"),
        ],
    )
    beyond = base.mark_text(fontSize=12).encode(x=alt.X("to:Q", scale=scale), y=y, text="more:N", color=colour)
    before = base.mark_text(fontSize=12).encode(x=x, y=y, text="less:N", color=colour)
    made = specification(band + even + spans + points + beyond + before, lines="label")
    return made | {"datasets": {"even": [{"one": 1}]}}
