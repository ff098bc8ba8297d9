"""Charts of cells: the specification grid, white space, and targets by phase."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from trialscape.report.charts.figure import Figure, Row, specification, values
from trialscape.report.words import VERDICTS, count, opening, spoken

_SIGNS = {"over_researched": "▲", "under_researched": "▼", "indistinct": "·", "no_trials": ""}
_SIDES = {"over_researched": "over", "under_researched": "under"}


def specification_figure(report: Row, grid: Sequence[Row]) -> Figure:
    """Return the verdict of each segment of one report in every way of counting."""
    rows = [
        {
            "segment": f"{row['segment_title']} ({spoken(row['dimension'])})",
            "way": " · ".join(map(spoken, (row["cohort"], row["scope"], row["counting"], row["weighting"]))),
            "verdict": opening(VERDICTS[row["verdict"]]),
            "side": _SIDES.get(row["verdict"], "open" if row["verdict"] == "indistinct" else "none"),
            "sign": _SIGNS[row["verdict"]],
            "p": "–" if row["probability_over"] is None else f"{row['probability_over']:.2f}",
            "base": row["is_base"],
        }
        for row in grid
    ]
    verdicts: dict[str, set[str]] = {}
    for row in rows:
        verdicts.setdefault(row["segment"], set()).add(row["verdict"])
    steady = sum(len(own) == 1 for own in verdicts.values())
    return Figure(
        id=f"ways-{report['report']}",
        topic=f"Ways of counting, report {report['report']}",
        title=f"{steady} of {len(verdicts)} segments have the same verdict in every way of counting.",
        chart=_grid(rows) if rows else None,
        columns={"segment": "Segment", "way": "Cohort, scope, counting, weighting", "verdict": "Verdict", "p": "P"},
        rows=rows,
        is_wide=True,
        note="▲ over-researched, ▼ under-researched, · indistinct, empty: no trials or not counted so. Each column is "
        "one way of counting: cohort, scope, counting, weighting.",
        empty="No segment of this report can be compared in any way of counting.",
    )


def _grid(rows: Sequence[Row]) -> dict[str, Any]:
    ways = list(dict.fromkeys(row["way"] for row in sorted(rows, key=lambda row: (not row["base"], row["way"]))))
    names = list(dict.fromkeys(row["segment"] for row in rows))
    colour = alt.Color(
        "side:N",
        legend=None,
        scale=alt.Scale(domain=["over", "under", "open", "none"], range=["$over", "$under", "$rule", "$paper"]),
    )
    base = alt.Chart(values(rows)).encode(
        x=alt.X(
            "way:N", sort=ways, axis=alt.Axis(labelAngle=-90, labelLimit=230, title=None, domain=False, ticks=False)
        ),
        y=alt.Y("segment:N", sort=names, axis=alt.Axis(labelLimit=230, title=None, domain=False, ticks=False)),
        tooltip=[
            alt.Tooltip("segment:N"),
            alt.Tooltip("way:N"),
            alt.Tooltip("verdict:N"),
            alt.Tooltip("p:N", title="P"),
        ],
    )
    ink = alt.Color(
        "side:N",
        legend=None,
        scale=alt.Scale(domain=["over", "under", "open", "none"], range=["$paper", "$paper", "$ink", "$ink"]),
    )
    cells = base.mark_rect(stroke="$paper", strokeWidth=1).encode(color=colour)
    signs = base.mark_text(fontSize=11).encode(text="sign:N", color=ink)
    return specification(alt.layer(cells, signs).resolve_scale(color="independent"), 20 * len(names))


def white_space_figures(report: Row, cells: Sequence[Row]) -> list[Figure]:
    """Return one figure for every two dimensions of one report."""
    pairs = dict.fromkeys((row["dimension_a"], row["dimension_b"]) for row in cells)
    return [
        _white_space(report, *pair, [row for row in cells if (row["dimension_a"], row["dimension_b"]) == pair])
        for pair in pairs
    ]


def _white_space(report: Row, first: str, second: str, cells: Sequence[Row]) -> Figure:
    rows = [
        {
            "one": row["segment_a_title"],
            "other": row["segment_b_title"],
            "observed": row["observed_count"],
            "expected": "–" if row["expected_permuted"] is None else count(round(row["expected_permuted"], 1)),
            "reading": opening(spoken(row["reading"])),
            "side": {"more": "over", "fewer": "under"}.get(row["reading"], "open"),
            "shown": f"{row['observed_count']}{ {'more': ' ▲', 'fewer': ' ▼'}.get(row['reading'], '') }",
        }
        for row in cells
    ]
    apart = [f"{row['one']} with {row['other']} ({row['reading'].lower()})" for row in rows if row["side"] != "open"]
    empty = sum(row["observed"] == 0 for row in rows)
    title = f"Different from chance: {'; '.join(apart)}." if apart else "No combination differs clearly from chance."
    return Figure(
        id=f"space-{report['report']}-{first}-{second}",
        topic=f"White space, report {report['report']}: {spoken(first)} by {spoken(second)}",
        title=f"{title} {empty} of {len(rows)} are empty." if empty else title,
        chart=_heat(rows, "observed") if rows else None,
        columns={
            "one": opening(spoken(first)),
            "other": opening(spoken(second)),
            "observed": "Trials",
            "expected": "Expected",
            "reading": "Reading",
        },
        rows=rows,
        note="Trials in both segments. ▲ more, ▼ fewer than permutations of the table give (false-discovery rate "
        "5 %). An empty cell is a question, not an answer.",
        empty="No trial is in segments of both dimensions.",
    )


def _heat(rows: Sequence[Row], shade: str) -> dict[str, Any]:
    most = max((row[shade] for row in rows), default=0) or 1
    drawn = [{**row, "dark": row[shade] > 0.6 * most} for row in rows]
    one, other = (list(dict.fromkeys(row[key] for row in rows)) for key in ("one", "other"))
    base = alt.Chart(values(drawn)).encode(
        x=alt.X(
            "other:N",
            sort=other,
            axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=150, title=None, domain=False, ticks=False),
        ),
        y=alt.Y("one:N", sort=one, axis=alt.Axis(labelLimit=170, title=None, domain=False, ticks=False)),
        tooltip=[
            alt.Tooltip("one:N", title="One"),
            alt.Tooltip("other:N", title="Other"),
            alt.Tooltip("observed:Q", title="Trials"),
        ],
    )
    # One colour in more or less of it, so that the shade follows the theme of the page.
    opacity = alt.FillOpacity(f"{shade}:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[0, 1]))
    cells = base.mark_rect(stroke="$rule", strokeWidth=1, fill="$pipeline").encode(fillOpacity=opacity)
    words = base.mark_text(fontSize=12).encode(
        text="shown:N", color=alt.condition("datum.dark", alt.value("$paper"), alt.value("$ink"))
    )
    made = specification(cells + words, 30 * len(one))
    # Slanted labels lean out to the right.
    return made | {"padding": {"left": 0, "right": 60, "top": 5, "bottom": 5}}


def target_figure(targets: Sequence[Row]) -> Figure:
    """Return the most studied molecular targets by phase."""
    rows = [
        {"one": row["target"], "other": row["phase"], "observed": row["trial_count"], "shown": str(row["trial_count"])}
        for row in targets
    ]
    names = list(dict.fromkeys(row["one"] for row in rows))
    return Figure(
        id="targets",
        topic="Targets",
        title=f"{names[0]} is the most studied target." if names else "No target is known.",
        chart=_heat(rows, "observed") if rows else None,
        columns={"one": "Target", "other": "Phase", "observed": "Trials"},
        rows=rows,
        note=f"The {len(names)} targets with the most tracked trials. A treatment counts under each of its targets.",
        empty="No tracked trial names a treatment whose target is known.",
    )
