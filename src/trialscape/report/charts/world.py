"""The world map: countries shaded by their number of trials, on outlines that travel inside the package."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from trialscape.report.charts.figure import Figure, Row
from trialscape.report.words import count, listed

# Natural Earth 1:110m (public domain) by the npm package world-atlas 2.0.2 (ISC): tests/support/browser/outlines.py.
OUTLINES = Path(__file__).parent / "outlines.json"


@cache
def outlines() -> dict[str, Any]:
    """Return the outlines of countries as TopoJSON; the id of each is its ISO code."""
    loaded: dict[str, Any] = orjson.loads(OUTLINES.read_bytes())
    return loaded


def map_figure(countries: Sequence[Row]) -> Figure:
    """Return the map; ``countries`` have name, code and trial_count, most trials first."""
    rows = [{"name": row["name"], "code": row["code"] or "", "trials": row["trial_count"]} for row in countries]
    drawn = {shape["id"] for shape in outlines()["objects"]["countries"]["geometries"]}
    small = [row["name"] for row in rows if row["code"] not in drawn]
    missing = f" Too small for this map: {listed(small)}." if small else ""
    first = rows[0] if rows else None
    return Figure(
        id="map",
        topic="Countries",
        title=f"{first['name']} has the most trials, {count(first['trials'])}; {len(rows)} countries have at least one."
        if first
        else "No trial names a country.",
        chart=_map(rows) if rows else None,
        columns={"name": "Country", "trials": "Trials"},
        rows=rows,
        note=f"The darker, the more trials. A trial counts once in each of its countries.{missing}",
        empty="No tracked trial lists a site in a country.",
        is_wide=True,
    )


def _map(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the map as Vega-Lite; altair would copy the outlines several times and check each number of them."""
    # One colour in more or less of it, so that the shade follows the palette of the page.
    shade = {
        "field": "trials",
        "type": "quantitative",
        "scale": {"type": "sqrt", "range": [0.12, 1], "domainMin": 0},
        "legend": None,
    }
    empty = {"mark": {"type": "geoshape", "fill": "$none", "stroke": "$paper", "strokeWidth": 0.5}}
    filled = {
        "transform": [
            {"lookup": "id", "from": {"data": {"name": "rows"}, "key": "code", "fields": ["name", "code", "trials"]}},
            {"filter": "isValid(datum.trials)"},
        ],
        "mark": {"type": "geoshape", "fill": "$pipeline", "stroke": "$paper", "strokeWidth": 0.5, "cursor": "pointer"},
        "encoding": {
            "fillOpacity": shade,
            "tooltip": [
                {"field": "name", "title": "Country"},
                {"field": "trials", "type": "quantitative", "title": "Trials", "format": ","},
            ],
        },
    }
    return {
        "data": {"name": "outlines", "format": {"type": "topojson", "feature": "countries"}},
        "projection": {"type": "equalEarth"},
        "width": "container",
        "height": 420,
        "layer": [empty, filled],
        "datasets": {"outlines": outlines(), "rows": list(rows)},
    }
