"""Lines: sizes of the market by year."""

from collections.abc import Sequence

import altair as alt

from trialscape.report.charts.figure import Figure, Row, specification, values


def size_figure(report: Row, sizes: Sequence[Row]) -> Figure:
    """Return the sizes of the market by year, one line for each estimate; printed sizes are dots."""
    ends = {row["estimate"]: row["year"] for row in sorted(sizes, key=lambda row: row["year"])}
    rows = [{**row, "size": f"{row['usd_bn']:.2f}", "last": row["year"] == ends[row["estimate"]]} for row in sizes]
    names = list(dict.fromkeys(row["estimate"] for row in rows))
    years = sorted({row["year"] for row in rows})
    colour = alt.Color(
        "estimate:N",
        legend=None,
        scale=alt.Scale(domain=names, range=["$market", "$pipeline", "$third", "$soft"][: len(names)]),
    )
    base = alt.Chart(values(rows)).encode(
        x=alt.X(
            "year:Q",
            axis=alt.Axis(format="d", title=None, values=years, grid=False, labelOverlap=True),
            scale=alt.Scale(domain=[min(years, default=0), max(years, default=1) + 1], nice=False),
        ),
        y=alt.Y("usd_bn:Q", axis=alt.Axis(title="billion US dollars", tickCount=5, domain=False, ticks=False)),
        color=colour,
    )
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash("estimate:N", legend=None))
    printed = (
        base.transform_filter("datum.basis === 'printed'")
        .mark_point(filled=True, size=60, opacity=1)
        .encode(tooltip=["estimate:N", "year:Q", "size:N", "basis:N"])
    )
    labels = base.transform_filter("datum.last").mark_text(align="left", dx=7).encode(text="estimate:N")
    return Figure(
        id=f"sizes-{report['report']}",
        topic=f"Size of the market, report {report['report']}",
        title=_size_title(rows, names),
        chart=specification(lines + printed + labels, 240) if rows else None,
        columns={"estimate": "Estimate", "year": "Year", "size": "Billion US dollars", "basis": "Basis"},
        rows=rows,
        note="Dots are printed; between them an even yearly rate is assumed.",
        empty="This report states no size of its market.",
    )


def _size_title(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return how far the estimates of one year lie apart, for the year in which they differ most."""
    by_year: dict[int, list[float]] = {}
    for row in rows:
        by_year.setdefault(row["year"], []).append(row["usd_bn"])
    apart = {year: max(sizes) / min(sizes) for year, sizes in by_year.items() if len(sizes) > 1}
    if not apart:
        return f"{'One estimate' if len(names) == 1 else f'{len(names)} estimates'} of the market, by year."
    year = max(apart, key=lambda key: apart[key])
    low, high = min(by_year[year]), max(by_year[year])
    return f"{len(names)} estimates of one market: USD {low:.1f} bn to USD {high:.1f} bn for {year}."
