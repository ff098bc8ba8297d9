"""Complete stand-in records with their labels by the guide and the rules that give these labels.

Drugs and diseases are facts, ids and sponsors are invented, and every sentence was written for these files. The
expected labels follow the words of the guide and were set down before the classifier had read the records.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gold.scoring import MULTI, SINGLE
from tests.support.records.trials import classify
from trialscape.study.decode.parse import parse_study

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases").glob("*.json"))}

# Failures that are known, by case, with the reason; a case that has been mended must leave the list.
KNOWN: dict[str, str] = {}

ROWS = [
    pytest.param(name, marks=[pytest.mark.xfail(strict=True, reason=KNOWN[name])] if name in KNOWN else [])
    for name in CASES
]


def read(name: str) -> dict[str, Any]:
    """Return the content of a case."""
    content: dict[str, Any] = json.loads(CASES[name].read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("name", ROWS)
def test_labels_of_cases(name: str) -> None:
    content = read(name)
    study, signals = parse_study(content["record"])
    result = classify(study)
    found: dict[str, Any] = {axis: result.labels(axis) for axis in MULTI}
    found |= {axis: result.label(axis) for axis in SINGLE}
    assert signals == ()
    assert found == {axis: content["expected"][axis] for axis in (*MULTI, *SINGLE)}


@pytest.mark.parametrize("name", [name for name in CASES if name not in KNOWN])
def test_labels_are_given_by_the_stated_rules(name: str) -> None:
    content = read(name)
    result = classify(parse_study(content["record"])[0])
    rules = {f"{verdict.axis}:{verdict.label}": verdict.rule for verdict in result.verdicts}
    assert {label: rules.get(label) for label in content["rules"]} == content["rules"]


def test_known_failures_are_cases() -> None:
    assert set(KNOWN) <= set(CASES)
