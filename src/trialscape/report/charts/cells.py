"""Tables of cells: white space and the specification grid.

The page shows them as tables, which wrap their headings and can be read aloud; as files they are charts.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import altair as alt

from trialscape.report.charts.bars import plain_axis
from trialscape.report.charts.figure import ROWS, Cell, Cells, Figure, Row, shade, specification, with_rows
from trialscape.report.words import VERDICTS, count, listed, opening, spoken

# Words for the headings of the ways of counting.
_WAYS = {
    "late": "late phase",
    "all": "any status",
    "fractional": "split",
    "per_site": "by site",
}
_SIGNS = {"over_researched": "▲", "under_researched": "▼", "indistinct": "·"}
_CLASSES = {"over_researched": "over", "under_researched": "under", "indistinct": "open"}
# Letters in the headings of a table above which its lines and columns change places, if that needs less width.
_WIDE_HEADINGS = 36
_MARKS = {"more": " ▲", "fewer": " ▼"}


def white_space_figures(report: Row, cells: Sequence[Row]) -> list[Figure]:
    """Return one figure for every two dimensions of one report; ``cells`` are of one cohort and scope."""
    pairs = dict.fromkeys((row["dimension_a"], row["dimension_b"]) for row in cells)
    return [
        _white_space(report, *pair, [row for row in cells if (row["dimension_a"], row["dimension_b"]) == pair])
        for pair in pairs
    ]


def _white_space(report: Row, first: str, second: str, cells: Sequence[Row]) -> Figure:
    titles = [cells[0][f"dimension_{end}_title"] for end in "ab"]
    rows = [
        {
            "one": row["segment_a_title"],
            "other": row["segment_b_title"],
            "observed": row["observed_count"],
            "expected": "–" if row["expected_permuted"] is None else count(round(row["expected_permuted"], 1)),
            "reading": opening(spoken(row["reading"])),
            "shown": f"{row['observed_count']}{_MARKS.get(row['reading'], '')}",
            "go": _crossed(row),
        }
        for row in cells
    ]
    return Figure(
        id=f"space-{report['report']}-{first}-{second}",
        topic=f"White space, report {report['report']}: {titles[0]} by {titles[1]}",
        title=_space_title(cells),
        chart=with_rows(heat_map(), shaded(rows)) if rows else None,
        columns={
            "one": titles[0],
            "other": titles[1],
            "observed": "Trials",
            **({} if _is_untested(cells) else {"expected": "Expected", "reading": "Reading"}),
        },
        rows=rows,
        note=_space_note(cells),
        empty="No trial is in segments of both dimensions.",
        cells=_table(rows),
    )


def _crossed(row: Row) -> dict[str, str]:
    """Return the filters that list the trials of both segments."""
    return _filters(row, {f"in.{row[f'dimension_{end}']}": row[f"segment_{end}"] for end in "ab"})


def _filters(row: Row, places: Mapping[str, str]) -> dict[str, str]:
    """Return the filters of the row's report, cohort and scope, with those of ``places``."""
    found = {"report": row["report"], **places, "cohort": row["cohort"]}
    return found | ({"scope": row["scope"]} if row["scope"] != "all" else {})


def _space_title(cells: Sequence[Row]) -> str:
    apart = {
        reading: [
            f"{row['segment_a_title']} with {row['segment_b_title']}" for row in cells if row["reading"] == reading
        ]
        for reading in _MARKS
    }
    empty = sum(row["observed_count"] == 0 for row in cells)
    parts = [f"{reading} trials than chance gives in {listed(names)}" for reading, names in apart.items() if names]
    tail = f" {empty} of {len(cells)} combinations are empty." if empty else ""
    if parts:
        return f"{opening('; '.join(parts))}.{tail}"
    if _is_untested(cells):
        return f"Trials in both segments, not tested against chance in this cohort.{tail}"
    return f"No combination certainly has more or fewer trials than chance gives.{tail}"


def _is_untested(cells: Sequence[Row]) -> bool:
    return all(row["reading"] == "not_tested" for row in cells)


def _space_note(cells: Sequence[Row]) -> str:
    if _is_untested(cells):
        return "Trials in both segments. Only the report's own cohort is tested against chance."
    return (
        "Trials in both segments. ▲ more, ▼ fewer than permutations of the table give (false-discovery rate 5 %). An "
        "empty cell is a question, not an answer."
    )


def _table(rows: Sequence[Row]) -> Cells:
    most = max((row["observed"] for row in rows), default=0) or 1
    lines: dict[str, list[Cell]] = {}
    for row in rows:
        cell = Cell(
            row["shown"] if row["observed"] else "0",
            shade(row["observed"], most),
            row["go"] if row["observed"] else None,
        )
        lines.setdefault(row["one"], []).append(cell)
    names, headings = tuple(lines), tuple(dict.fromkeys(row["other"] for row in rows))
    if _longest_words(headings) > max(_WIDE_HEADINGS, _longest_words(names)):
        turned = zip(*lines.values(), strict=True)
        return Cells(names, [(name, "", list(cells)) for name, cells in zip(headings, turned, strict=True)])
    return Cells(headings, [(name, "", cells) for name, cells in lines.items()])


def _longest_words(names: Sequence[str]) -> int:
    """Return the width, in letters, that columns of these names need at least."""
    return sum(max(map(len, name.split())) for name in names)


def shaded(rows: Sequence[Row]) -> list[Row]:
    """Return rows with the part of the largest number that each has, for the shade of its cell."""
    most = max((row["observed"] for row in rows), default=0) or 1
    return [{**row, "part": row["observed"] / most, "dark": row["observed"] > 0.6 * most} for row in rows]


@cache
def heat_map() -> dict[str, Any]:
    """Return the chart of cells; its rows have one, other, shown, part and dark."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "other:N",
            sort=None,
            axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=320, title=None, domain=False, ticks=False),
        ),
        y=alt.Y("one:N", sort=None, axis=plain_axis(320)),
    )
    # One colour in more or less of it, so that the shade follows the palette.
    opacity = alt.FillOpacity("part:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0, 1]))
    cells = base.mark_rect(stroke="$rule", strokeWidth=1, fill="$pipeline").encode(fillOpacity=opacity)
    ink = alt.condition("datum.dark", alt.value("$paper"), alt.value("$ink"))
    made = specification(cells + base.mark_text(fontSize=12).encode(text="shown:N", color=ink), lines="one")
    # Slanted labels lean out to the right.
    return made | {"padding": {"left": 5, "right": 180, "top": 5, "bottom": 5}}


def specification_figure(report: Row, grid: Sequence[Row]) -> Figure:
    """Return the verdict of each segment of one report in every way of counting."""
    ordered = sorted(grid, key=lambda row: _place(row, report["default_cohort"]))
    ways = list(dict.fromkeys(_way(row) for row in ordered))
    rows: list[Row] = [
        {
            "segment": f"{row['segment_title']} ({row['dimension_title']})",
            "way": " · ".join(_way(row)),
            "verdict": opening(VERDICTS[row["verdict"]]),
            "side": _CLASSES.get(row["verdict"], "none"),
            "sign": _SIGNS.get(row["verdict"], ""),
            "p": "–" if row["probability_over"] is None else f"{row['probability_over']:.2f}",
            "go": _filters(row, {f"in.{row['dimension']}": row["segment"]}),
        }
        for row in ordered
    ]
    verdicts: dict[str, set[str]] = {}
    for row in rows:
        verdicts.setdefault(row["segment"], set()).add(row["verdict"])
    steady = sum(len(own) == 1 for own in verdicts.values())
    return Figure(
        id=f"ways-{report['report']}",
        topic=f"Ways of counting, report {report['report']}",
        title=f"{steady} of {len(verdicts)} segments have the same verdict in every way of counting.",
        chart=with_rows(_grid(), rows) if rows else None,
        columns={"segment": "Segment", "way": "Cohort, scope, counting, weighting", "verdict": "Verdict", "p": "P"},
        rows=rows,
        is_wide=True,
        note="▲ over-researched, ▼ under-researched, · indistinct, empty: no trials or not counted so. Each column is "
        "one way of counting: cohort, scope, trials that are split over segments or counted by site, and what a trial "
        "weighs. The first is the one that the comparison begins with.",
        fixed="every cohort, scope and counting has a column of its own.",
        empty="No segment of this report can be compared in any way of counting.",
        cells=_ways_table(rows, ways, list(dict.fromkeys(_segment(row) for row in grid))),
    )


def _segment(row: Row) -> tuple[str, str]:
    return row["segment_title"], row["dimension_title"]


def _way(row: Row) -> tuple[str, ...]:
    named = (_WAYS.get(row[key], spoken(row[key])) for key in ("scope", "counting", "weighting"))
    return (row["cohort_title"] or spoken(row["cohort"]), *named)


def _place(row: Row, own: str) -> tuple[Any, ...]:
    """Return the place of a way of counting among all: the one that is shown first, and like ones together."""
    orders = (("scope", ("active", "late", "all")), ("counting", ("fractional", "per_site")))
    weight = ("trials", "patients", "phase").index(row["weighting"])
    return (row["cohort"] != own, row["cohort"], *(order.index(row[key]) for key, order in orders), weight)


def _ways_table(rows: Sequence[Row], ways: Sequence[tuple[str, ...]], segments: Sequence[tuple[str, str]]) -> Cells:
    found: Mapping[tuple[str, str], Row] = {(row["segment"], row["way"]): row for row in rows}
    lines = []
    for title, dimension in segments:
        own = [found.get((f"{title} ({dimension})", " · ".join(way))) for way in ways]
        lines.append((title, dimension, [_verdict_cell(row) for row in own]))
    return Cells([way[-1] for way in ways], lines, levels=[_level(ways, depth) for depth in (1, 2, 3)])


def _verdict_cell(row: Row | None) -> Cell:
    """Return the sign of a verdict, which lists the trials behind it; none where nothing is compared."""
    if row is None or not row["sign"]:
        return Cell("", "none")
    return Cell(row["sign"], row["side"], row["go"], f"{row['verdict']}: {row['segment']}, {row['way']}")


def _level(ways: Sequence[tuple[str, ...]], depth: int) -> list[tuple[str, int]]:
    """Return the headings over ways that begin alike, each with the number of its columns."""
    return [(key[-1], len(list(own))) for key, own in groupby(ways, key=lambda way: way[:depth])]


@cache
def _grid() -> dict[str, Any]:
    domain = ["over", "under", "open", "none"]
    fill = alt.Color(
        "side:N", legend=None, scale=alt.Scale(domain=domain, range=["$over", "$under", "$rule", "$paper"])
    )
    ink = alt.Color("side:N", legend=None, scale=alt.Scale(domain=domain, range=["$paper", "$paper", "$ink", "$ink"]))
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "way:N", sort=None, axis=alt.Axis(labelAngle=-90, labelLimit=260, title=None, domain=False, ticks=False)
        ),
        y=alt.Y("segment:N", sort=None, axis=plain_axis(330)),
    )
    cells = base.mark_rect(stroke="$paper", strokeWidth=1).encode(color=fill)
    signs = base.mark_text(fontSize=11).encode(text="sign:N", color=ink)
    return specification(alt.layer(cells, signs).resolve_scale(color="independent"), lines="segment")
