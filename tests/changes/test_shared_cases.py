"""Small pairs of versions next to the checkout, in which a change was once raised wrongly."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.changes.test_changes import lens
from tests.support.records.trials import config
from trialscape.changes.materiality import weigh
from trialscape.changes.study_diff import study_differences
from trialscape.study.decode.parse import parse_study

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases do not lie beside this checkout")


def records(case: str, name: str) -> dict[str, dict[str, Any]]:
    lines = (CASES / case / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return {record["protocolSection"]["identificationModule"]["nctId"]: record for record in found}


@pytest.mark.parametrize(
    "case", ["change-sponsor-respelt-is-high", "change-agent-renamed-is-high", "change-of-characters-only"]
)
def test_changes_have_the_expected_materiality(case: str) -> None:
    before, after = records(case, "before"), records(case, "after")
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    for trial, row in expected.items():
        old, new = (parse_study(version[trial])[0] for version in (before, after))
        found = {change.kind: weigh(change, config().changes)[0] for change in study_differences(old, new, lens())}
        words = row["expected"].removeprefix("control: ")
        if words.startswith("high"):
            assert "high" in found.values(), (trial, row)
        elif "low" in words:
            assert set(found.values()) <= {"low"}, (trial, row, found)
        else:
            assert words.startswith("no row"), (trial, row)
            assert found == {}, (trial, row)
