"""The Mermaid graph of docs/architecture.md as an SVG, so that the site shows it without a script from another host."""

import html
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

BLOCK = re.compile(r"```mermaid\n(.*?)```", re.S)
_NODE = re.compile(r'^\s+(\w+)(?:\["(.*?)"\])?$', re.M)
_EDGE = re.compile(r"^\s+(\w+) --> (\w+)$", re.M)
_WIDTH, _GAP, _LINE, _PADDING, _BETWEEN = 150, 10, 20, 10, 46
_LETTERS = 16


@dataclass(frozen=True, slots=True)
class _Box:
    """A node at its place: ``left`` and ``top`` in pixels, and its lines of text, the name first."""

    left: float
    top: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.left + _WIDTH / 2


def with_svg(page: str) -> str:
    """Return a page with each Mermaid graph replaced by its drawing."""
    return BLOCK.sub(lambda found: _svg(found.group(1)), page)


def _svg(graph: str) -> str:
    """Return the graph as one block of HTML: each node is one row below the lowest that points at it."""
    labels = {name: label for name, label in _NODE.findall(graph) if name != "flowchart"}
    edges = _EDGE.findall(graph)
    rows = _rows(labels, edges)
    width = max(len(row) for row in rows) * (_WIDTH + _GAP) - _GAP
    boxes = dict(_placed(rows, labels, width))
    bottom = max(box.top + box.height for box in boxes.values())
    parts = [_line(boxes[one], boxes[other]) for one, other in edges]
    parts += [_drawn(box) for box in boxes.values()]
    return (
        f'<div><svg viewBox="-2 -2 {width + 4:.0f} {bottom + 4:.0f}" role="img" aria-label="Packages and their imports"'
        f' style="width:100%;color:inherit" font-family="inherit" font-size="17">{"".join(parts)}</svg></div>\n'
    )


def _rows(labels: Mapping[str, str], edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the nodes row by row, ordered within a row by the middle of what points at them."""
    depth = dict.fromkeys(labels, 0)
    for _ in labels:
        for one, other in edges:
            depth[other] = max(depth[other], depth[one] + 1)
    rows = [[name for name in labels if depth[name] == level] for level in range(max(depth.values()) + 1)]
    for above, row in pairwise(rows):
        row.sort(key=lambda name: _middle([above.index(one) for one, other in edges if other == name and one in above]))
    return rows


def _middle(places: Sequence[int]) -> float:
    return sum(places) / len(places) if places else 0.0


def _placed(rows: Sequence[Sequence[str]], labels: Mapping[str, str], width: float) -> Iterator[tuple[str, _Box]]:
    top = 0.0
    for row in rows:
        texts = [_texts(name, labels[name]) for name in row]
        height = max(map(len, texts)) * _LINE + 2 * _PADDING
        left = (width - len(row) * (_WIDTH + _GAP) + _GAP) / 2
        for place, (name, lines) in enumerate(zip(row, texts, strict=True)):
            yield name, _Box(left + place * (_WIDTH + _GAP), top, height, lines)
        top += height + _BETWEEN


def _texts(name: str, label: str) -> tuple[str, ...]:
    rooms = label.partition("<br/>")[2]
    return (name, *textwrap.wrap(rooms, _LETTERS))


def _line(one: _Box, other: _Box) -> str:
    start, end = one.top + one.height, other.top
    bend = (end - start) / 2
    path = f"M{one.middle:.0f} {start:.0f}C{one.middle:.0f} {start + bend:.0f} {other.middle:.0f} {end - bend:.0f} "
    tip = f"M{other.middle - 4:.0f} {end - 7:.0f}L{other.middle:.0f} {end:.0f}L{other.middle + 4:.0f} {end - 7:.0f}"
    return f'<path d="{path}{other.middle:.0f} {end:.0f}{tip}" fill="none" stroke="currentColor" stroke-opacity=".45"/>'


def _drawn(box: _Box) -> str:
    frame = (
        f'<rect x="{box.left:.0f}" y="{box.top:.0f}" width="{_WIDTH}" height="{box.height:.0f}" rx="6" '
        'fill="currentColor" fill-opacity=".06" stroke="currentColor" stroke-opacity=".35"/>'
    )
    lines = [
        f'<text x="{box.middle:.0f}" y="{box.top + _PADDING + _LINE * (place + 0.75):.0f}" text-anchor="middle" '
        f'fill="currentColor" font-weight="{"normal" if place else "bold"}">{html.escape(line)}</text>'
        for place, line in enumerate(box.lines)
    ]
    return frame + "".join(lines)
