"""The plot docs/scale.svg: processor time of builds over the number of trials, both logarithmic, with slopes.

python -m benchmarks.scale_plot [benchmarks/results/build_scale.json] [docs/scale.svg]
"""

import json
import sys
from math import log, log10
from pathlib import Path
from typing import Any

from benchmarks.build_scale import RESULTS
from benchmarks.synthetic_registry import ROOT

_NAMES = {
    "full_build": ("first build", "#1f5f9f"),
    "day_build": ("a day", "#b5541c"),
    "archive": ("archive", "#4d7c2a"),
}
_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE, _TALL = 580, 330, 60, 40, 330, 240
_STYLE = "text{font:12px sans-serif;fill:#222}.n{font-size:10px;fill:#555}.f{fill:none;stroke:#bbb}"


def main() -> None:
    """Write the plot."""
    given = [Path(word) for word in sys.argv[1:3]]
    source, target = (*given, *(RESULTS, ROOT / "docs" / "scale.svg")[len(given) :])
    target.write_text(drawing(json.loads(source.read_text(encoding="utf-8"))), encoding="utf-8")


def drawing(result: dict[str, Any]) -> str:
    """Return the plot as SVG."""
    sizes = result["sizes"]
    trials = [item["trials"] for item in sizes]
    seconds = [item[name]["cpu_s"] for item in sizes for name in _NAMES]
    lowest, highest = log10(min(trials)), log10(max(trials))
    least, most = log10(min(seconds)) - 0.1, log10(max(seconds)) + 0.1

    def at(count: float, spent: float) -> str:
        across = _LEFT + (log10(count) - lowest) / (highest - lowest) * _SIDE
        return f"{across:.1f},{_TOP + (most - log10(spent)) / (most - least) * _TALL:.1f}"

    title = "Processor time of builds by the number of trials, log-log"
    load = result["machine"]["load_average"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"><title>{title}</title>',
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{_LEFT}" y="18">{title}</text>',
        f'<text class="n" x="{_LEFT}" y="32">{result["machine"]["cores"]} cores, load {load:.1f}; seconds</text>',
        f'<rect class="f" x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_TALL}"/>',
    ]
    for count in trials:
        across = at(count, 10**least).split(",")[0]
        parts.append(f'<text class="n" x="{across}" y="{_TOP + _TALL + 14}" text-anchor="middle">{count:,}</text>')
    for name, (words, colour) in _NAMES.items():
        spent = [item[name]["cpu_s"] for item in sizes]
        slope = log(spent[-1] / spent[0]) / log(trials[-1] / trials[0])
        points = [at(*point) for point in zip(trials, spent, strict=True)]
        parts.append(f'<path fill="none" stroke="{colour}" stroke-width="2" d="M{" L".join(points)}"/>')
        for point, value in zip(points, spent, strict=True):
            across, down = point.split(",")
            parts.append(f'<circle cx="{across}" cy="{down}" r="3" fill="{colour}"/>')
            parts.append(f'<text class="n" x="{across}" y="{float(down) - 6:.1f}" text-anchor="end">{value:.0f}</text>')
        across, down = points[-1].split(",")
        parts.append(f'<text x="{float(across) + 8:.1f}" y="{float(down) + 4:.1f}">{words}, slope {slope:.2f}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
