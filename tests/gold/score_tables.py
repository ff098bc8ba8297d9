"""The tables of docs/label-scores.md that the present rules give: written into that page, behind its marker.

    python -m tests.gold.score_tables RECORDS ...

RECORDS hold the labelled records as ``trialscape classify`` reads them. The tables are the scores of each set of
labelled trials, the confusion of the checkpoint setting over the blind sets, and the twenty errors of which the
program was most sure. A field that a reader marked as debatable counts in the first table and nowhere else.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from tests.gold.scoring import SINGLE, Labels, labels_of, scored
from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.study.decode.parse import parse_texts, record_id
from trialscape.study.stream import read_records

FOLDER = Path(__file__).parent
PAGE = FOLDER.parents[1] / "docs" / "label-scores.md"
# What stands behind this line is written by this command.
_MARKER = "<!-- The tables below are written by python -m tests.gold.score_tables. -->\n"
# The field that is least sure comes first.
FIELDS = ("ici_setting", "therapy", "modality", "cancer", "strategy", "act", "act_with", "resistance")
SETTINGS = ("required", "allowed", "excluded", "unspecified")
_WORST = 20
Row = Mapping[str, Any]
# Labels and confidence of each axis.
Found = tuple[Labels, Mapping[str, float]]


def label_sets() -> dict[str, list[Row]]:
    """Return the rows of each file of labelled trials that has all fields."""
    found = {}
    for path in sorted((*FOLDER.glob("blind-*.jsonl"), *FOLDER.glob("reviewed-*.jsonl"))):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found[path.stem] = [row for row in rows if set(FIELDS) <= set(row)]
    return found


def version() -> str:
    """Return the version of the present rules."""
    return load_config(config_folder(None)).rule_version


def read(files: Iterable[str], wanted: set[str]) -> dict[str, Found]:
    """Return what the present rules say of the wanted trials."""
    config = load_config(config_folder(None))
    classifier, confidence = build_classifier(config), Confidence(config.confidence)
    found: dict[str, Found] = {}
    for record in chain.from_iterable(map(read_records, files)):
        value = record.value
        if not isinstance(value, dict) or record_id(value) not in wanted:
            continue
        result = classifier.classify(parse_texts(json.dumps(value).encode()))
        labels = {field: frozenset(result.labels(field)) for field in FIELDS}
        found[result.nct_id] = labels, confidence.of_axes(result)
    return found


def scores(sets: Mapping[str, list[Row]], found: Mapping[str, Found]) -> Iterator[str]:
    """Yield the lines of the table of scores: F1 of sets of labels, accuracy of single ones."""
    yield f"| set | trials | {' | '.join(FIELDS)} |"
    yield f"|---|{'---|' * (len(FIELDS) + 1)}"
    for name, rows in sets.items():
        pairs = [(labels_of(row), found[row["nct"]][0]) for row in rows if row["nct"] in found]
        if pairs:
            fields = [scored(field, pairs) for field in FIELDS]
            figures = [f"{score.exact if score.field in SINGLE else score.f1:.3f}" for score in fields]
            yield f"| {name.replace('2026-11-', '')} | {len(pairs)} | {' | '.join(figures)} |"


def confusion(rows: Iterable[Row], found: Mapping[str, Found]) -> Iterator[str]:
    """Yield the lines of the table of settings: what the readers say downwards, what the program says across."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["nct"] in found and "ici_setting" not in row.get("debatable", ()):
            (said,) = found[row["nct"]][0]["ici_setting"]
            counts[row["ici_setting"], said] += 1
    yield f"| reader | {' | '.join(SETTINGS)} |"
    yield f"|---|{'---|' * len(SETTINGS)}"
    for truth in SETTINGS:
        yield f"| {truth} | {' | '.join(str(counts[truth, said]) for said in SETTINGS)} |"


def worst(rows: Iterable[Row], found: Mapping[str, Found]) -> Iterator[str]:
    """Yield the lines of the table of errors, those of which the program was most sure first."""
    errors = []
    for row in rows:
        for field in FIELDS:
            if row["nct"] not in found or field in row.get("debatable", ()):
                continue
            (labels, sure), truth = found[row["nct"]], labels_of(row)[field]
            if labels[field] != truth:
                errors.append((-sure[field], row["nct"], field, _words(truth), _words(labels[field])))
    yield f"{len(errors)} errors in all; the {_WORST} of which the program was most sure:\n"
    yield "| trial | field | reader | program | confidence |"
    yield "|---|---|---|---|---|"
    for sure_of, nct, field, truth_words, said in sorted(errors)[:_WORST]:
        yield f"| {nct} | {field} | {truth_words} | {said} | {-sure_of:.2f} |"


def _words(labels: Iterable[str]) -> str:
    return ", ".join(sorted(labels)) or "none"


def main() -> None:
    """Write the three tables."""
    if not sys.argv[1:]:
        raise SystemExit("Name the files that hold the labelled records; without them the tables would be empty.")
    sets = label_sets()
    found = read(sys.argv[1:], {row["nct"] for rows in sets.values() for row in rows})
    blind = [row for name, rows in sets.items() if name.startswith("blind") for row in rows]
    page = PAGE.read_text(encoding="utf-8").partition(_MARKER)[0]
    tables = {
        f"All sets, with rule version `{version()}`": scores(sets, found),
        "Checkpoint setting: what readers and program say": confusion(blind, found),
        "Errors": worst(blind, found),
    }
    parts = [f"## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in tables.items()]
    PAGE.write_text("\n".join([page + _MARKER + "\n", *parts]), encoding="utf-8")


if __name__ == "__main__":
    main()
