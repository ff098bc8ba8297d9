"""The reliability curves of docs/calibration.svg: how often labels are right, by axis and confidence.

    python -m tests.gold.calibration_plot tests/gold/blind-2026-11.jsonl RECORDS docs/calibration.svg

RECORDS holds the labelled records as ``trialscape classify`` reads them. The confidence of a trial comes from the other
four fifths of the labelled trials (fold: last digits of the id, modulo five), never from the trial itself.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import LABELLED_AXES, Confidence
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.steps.measure_labels import BINS, Bin, calibration_error, measure_labels, reliability
from trialscape.study.decode.parse import record_id
from trialscape.study.stream import RawRecord, read_records

Labels = Mapping[str, Mapping[str, object]]
Triple = tuple[str, float, bool]
FOLDS = 5
_SIDE, _GAP, _LEFT, _TOP, _COLUMNS = 150, 62, 52, 58, 4
_STYLE = (
    "text{font:11px sans-serif;fill:#222}.n{font-size:9px;fill:#555}"
    ".f{fill:none;stroke:#999}.c{stroke:#1f5f9f;fill:none}"
)
_LEGEND = (
    "Across: confidence in the labels of an axis; upwards: share exactly right; at each dot: trials; bar: Wilson 95 % "
    "interval; diagonal: confidence as it should be"
)


def held_out(records: Iterable[RawRecord], labels: Labels) -> Iterator[Triple]:
    """Yield axis, confidence and truth of each labelled trial, with counts from the trials of the other folds."""
    labelled = [record for record in records if isinstance(record.value, dict) and record_id(record.value) in labels]
    classifier, none = build_classifier(load_config(config_folder(None))), Confidence(())
    for fold in range(FOLDS):
        others = {nct: row for nct, row in labels.items() if int(nct[3:]) % FOLDS != fold}
        own = {nct: row for nct, row in labels.items() if nct not in others}
        table = Confidence(measure_labels(classifier, none, labelled, others).rows)
        yield from measure_labels(classifier, table, labelled, own).triples


def drawing(triples: Iterable[Triple], note: str) -> str:
    """Return the curves as SVG, one panel an axis: across the confidence, upwards the share that is right."""
    found = list(triples)
    panels = [
        panel(axis, reliability(item for item in found if item[0] == axis), *divmod(number, _COLUMNS))
        for number, axis in enumerate(LABELLED_AXES)
    ]
    rows = -(-len(panels) // _COLUMNS)
    width, height = _LEFT + _COLUMNS * (_SIDE + _GAP), _TOP + rows * (_SIDE + _GAP) + 8
    title = f"{escape(note)}; expected calibration error over all axes {calibration_error(reliability(found)):.3f}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"><title>{title}</title>'
    texts = [
        f'<text x="{_LEFT}" y="18">{title}</text>',
        f'<text x="{_LEFT}" y="33" class="n">{_LEGEND}</text>',
    ]
    style = f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([head, style, *texts, *panels, "</svg>"]) + "\n"


def panel(axis: str, bins: list[Bin], row: int, column: int) -> str:
    """Return one panel: frame, diagonal, curve, intervals and counts."""
    left, top = _LEFT + column * (_SIDE + _GAP), _TOP + row * (_SIDE + _GAP)

    def at(across: float, upwards: float) -> str:
        return f"{left + across * _SIDE:.1f},{top + (1 - upwards) * _SIDE:.1f}"

    parts = [
        f'<text x="{left}" y="{top - 6}">{axis}: error {calibration_error(bins):.3f}</text>',
        f'<rect class="f" x="{left}" y="{top}" width="{_SIDE}" height="{_SIDE}"/>',
        f'<path class="f" stroke-dasharray="3" d="M{at(0, 0)} L{at(1, 1)}"/>',
        f'<path class="c" d="M{" L".join(at(item.confidence, item.right) for item in bins)}"/>',
    ]
    for value in (0.0, 0.5, 1.0):
        across, upwards = at(value, 0).split(",")[0], at(0, value).split(",")[1]
        parts.append(f'<text class="n" x="{across}" y="{top + _SIDE + 12}" text-anchor="middle">{value:.1f}</text>')
        parts.append(f'<text class="n" x="{left - 4}" y="{upwards}" text-anchor="end" dy="3">{value:.1f}</text>')
    for item in bins:
        low, high = wilson(item)
        across, upwards = at(item.confidence, item.right).split(",")
        below = float(at(0, low).split(",")[1]) + 10
        parts.append(f'<path class="c" d="M{at(item.confidence, low)} L{at(item.confidence, high)}"/>')
        parts.append(f'<circle cx="{across}" cy="{upwards}" r="2.5" fill="#1f5f9f"/>')
        parts.append(f'<text class="n" x="{across}" y="{below:.1f}" text-anchor="middle">{item.count}</text>')
    return "\n".join(parts)


def wilson(item: Bin) -> tuple[float, float]:
    """Return Wilson's 95 % interval of the share right in a bin."""
    square = 1.959964**2 / item.count
    middle = (item.right + square / 2) / (1 + square)
    half = (square * (item.right * (1 - item.right) + square / 4)) ** 0.5 / (1 + square)
    return middle - half, middle + half


def main() -> None:
    """Write the file and print the error of each axis."""
    labels_file, records_file, target = sys.argv[1:]
    rows = map(json.loads, Path(labels_file).read_text(encoding="utf-8").splitlines())
    labels: Labels = {row["nct"]: row for row in rows}
    found = list(held_out(read_records(records_file), labels))
    trials = len(found) // len(LABELLED_AXES)
    note = f"{trials} trials labelled blind, confidences from the other folds of {FOLDS}, {BINS} equal bins"
    Path(target).write_text(drawing(found, note), encoding="utf-8")
    for axis in LABELLED_AXES:
        print(f"{axis:12} {calibration_error(reliability(item for item in found if item[0] == axis)):.3f}")
    print(f"{'all':12} {calibration_error(reliability(found)):.3f}, {trials} of {len(labels)} labelled trials")


if __name__ == "__main__":
    main()
