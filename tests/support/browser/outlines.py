"""Make the outlines of the world map: ``python -m tests.support.browser.outlines countries-110m.json``.

The file is that of the npm package world-atlas (ISC), which holds the outlines of Natural Earth (public domain) as
TopoJSON. Names become ISO codes, Antarctica is left out, and positions are rounded to a quarter of a degree.
"""

import csv
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from trialscape.paths import shipped_folder
from trialscape.report.charts.world import OUTLINES

# Names that Natural Earth abbreviates; territories without a code of their own are drawn without one.
_SHORT = {
    "W. Sahara": "EH",
    "Dem. Rep. Congo": "CD",
    "Dominican Rep.": "DO",
    "Falkland Is.": "FK",
    "Central African Rep.": "CF",
    "Eq. Guinea": "GQ",
    "Solomon Is.": "SB",
    "Bosnia and Herz.": "BA",
    "S. Sudan": "SS",
}
_LEFT_OUT = ("Antarctica", "Fr. S. Antarctic Lands")
_STEP = 0.25


def outlines(atlas: dict[str, Any]) -> dict[str, Any]:
    """Return the countries as TopoJSON with the ISO code of each as id; N. Cyprus and Somaliland have none."""
    codes = _codes()
    kept = [
        {"type": shape["type"], "arcs": shape["arcs"], "id": codes.get(name.lower(), "")}
        for shape in atlas["objects"]["countries"]["geometries"]
        if (name := shape["properties"]["name"]) not in _LEFT_OUT
    ]
    used = sorted({_arc(number) for shape in kept for number in _numbers(shape["arcs"])})
    numbers = {old: new for new, old in enumerate(used)}
    for shape in kept:
        shape["arcs"] = _renumbered(shape["arcs"], numbers)
    return {
        "type": "Topology",
        "transform": {"scale": [_STEP, _STEP], "translate": [0, 0]},
        "arcs": [_rounded(atlas["arcs"][old], atlas["transform"]) for old in used],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": kept}},
    }


def _codes() -> dict[str, str]:
    with (shipped_folder("config") / "terms" / "countries.csv").open(encoding="utf-8", newline="") as stream:
        spelt = {name.lower(): row["iso2"] for row in csv.DictReader(stream) for name in row["spellings"].split("|")}
    return spelt | {name.lower(): code for name, code in _SHORT.items()}


def _arc(number: int) -> int:
    """Return the arc of a number; TopoJSON writes ~number for an arc that is followed backwards."""
    return ~number if number < 0 else number


def _numbers(arcs: list[Any]) -> list[int]:
    return [number for part in arcs for number in (_numbers(part) if isinstance(part, list) else [part])]


def _renumbered(arcs: list[Any], numbers: dict[int, int]) -> list[Any]:
    return [
        _renumbered(part, numbers) if isinstance(part, list) else (~numbers[~part] if part < 0 else numbers[part])
        for part in arcs
    ]


def _rounded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[list[int]]:
    """Return an arc in whole steps, each position as the difference to the one before; the two ends always stay."""
    x = y = 0
    positions = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        place = (
            value * scale + shift
            for value, scale, shift in zip((x, y), transform["scale"], transform["translate"], strict=True)
        )
        positions.append(tuple(round(value / _STEP) for value in place))
    moved = [one for one, next_one in pairwise(positions) if one != next_one] + [positions[-1]]
    moved = [positions[0], positions[-1]] if len(moved) == 1 else moved
    return [list(moved[0]), *([x1 - x0, y1 - y0] for (x0, y0), (x1, y1) in pairwise(moved))]


def main() -> None:
    """Write the outlines into the package."""
    atlas = orjson.loads(Path(sys.argv[1]).read_bytes())
    OUTLINES.write_bytes(orjson.dumps(outlines(atlas)) + b"\n")


if __name__ == "__main__":
    main()
