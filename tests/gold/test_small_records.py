"""Small records that hold one difficulty each, with the labels that the difficulty is about.

Everything in them was made up for these files: ids, sponsors and sentences. Each kind of difficulty has records and
controls, which are near-misses where a blunt rule fails. The labels follow the words of the guide and were set down by
readers who had not seen the rules. ``known_faults.csv`` lists the records that the rules still get wrong, with what
they say; a record that has been mended must leave the list.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gold.scoring import MULTI
from tests.support.records.trials import classify
from trialscape.study.decode.parse import parse_study

FOLDER = Path(__file__).parent / "small"
SETS = ("populations", "settings", "treatments", "whole_settings")


def read(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one set: kind, control, note, expected labels and record."""
    with (FOLDER / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def known_faults() -> dict[str, str]:
    """Return what is known to be wrong, by id of the record."""
    with (FOLDER / "known_faults.csv").open(encoding="utf-8", newline="") as lines:
        return {row["nct"]: row["fault"] for row in csv.DictReader(lines)}


def fault(row: dict[str, Any]) -> tuple[str, str]:
    """Return the id of a record and the labels that differ from the expected ones, empty where all are right."""
    study, signals = parse_study(row["record"])
    assert signals == ()
    found = classify(study)
    wrong = []
    for axis, expected in sorted(row["expected"].items()):
        label = sorted(found.labels(axis)) if axis in MULTI else found.label(axis)
        if label != (sorted(expected) if axis in MULTI else expected):
            wrong.append(f"{axis} is {'+'.join(label) or 'none' if axis in MULTI else label}")
    return study.nct_id, "; ".join(wrong)


@pytest.mark.parametrize("name", SETS)
def test_only_the_known_faults_are_left(name: str) -> None:
    rows = [fault(row) for row in read(name)]
    ids = {nct for nct, _ in rows}
    assert len(ids) == len(rows)
    assert {nct: wrong for nct, wrong in rows if wrong} == {
        nct: wrong for nct, wrong in known_faults().items() if nct in ids
    }


def test_known_faults_are_records() -> None:
    ids = {row["record"]["protocolSection"]["identificationModule"]["nctId"] for name in SETS for row in read(name)}
    assert set(known_faults()) <= ids


@pytest.mark.parametrize("name", SETS)
def test_each_kind_has_a_control(name: str) -> None:
    kinds = {row["kind"] for row in read(name)}
    assert {row["kind"] for row in read(name) if row["control"]} == kinds
