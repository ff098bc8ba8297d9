"""The command agents: names are forgiven in case and hyphens, and an unknown one is answered with its neighbours."""

import json
from pathlib import Path

from tests.functional.conftest import Run


def test_a_target_is_found_in_any_spelling(run: Run, demo_source: Path) -> None:
    tables = [
        run("agents", "--data", demo_source, "--target", spelling, "--format", "json")[1]
        for spelling in ("LAG-3", "lag3", "Lag 3")
    ]
    assert tables[0] == tables[1] == tables[2]
    rows = json.loads(tables[0])
    assert rows
    assert all("LAG-3" in row["targets"] and row["trial_count"] == len(row["nct_ids"]) for row in rows)


def test_two_targets_find_treatments_with_both(run: Run, demo_source: Path) -> None:
    code, out, _ = run("agents", "--data", demo_source, "--target", "cd3xgp100", "--format", "json")
    assert code == 0
    assert {"tebentafusp"} <= {row["agent"] for row in json.loads(out)}
    code, out, _ = run("agents", "--data", demo_source, "--target", "cd3xgp100")
    assert code == 0
    assert "Trials against CD3 x gp100" in out


def test_an_unknown_target_or_modality_is_refused_with_suggestions(run: Run, demo_source: Path) -> None:
    code, _, err = run("agents", "--data", demo_source, "--target", "LAG-33")
    assert code == 2
    assert err.startswith("No agent of the vocabulary has the target 'LAG-33'; did you mean LAG-3 or A33?")
    code, _, err = run("agents", "--data", demo_source, "--modality", "engager")
    assert code == 2
    assert "There is no modality 'engager'; did you mean tce? There are " in err
    assert (
        run("agents", "--data", demo_source, "--modality", "T-cell engagers", "--format", "json")[:2]
        == run("agents", "--data", demo_source, "--modality", "tce", "--format", "json")[:2]
    )


def test_a_company_is_stated_by_the_vocabulary_or_marked_as_seen(run: Run, demo_source: Path) -> None:
    rows = {row["agent"]: row for row in json.loads(run("agents", "--data", demo_source, "--format", "json")[1])}
    assert rows["relatlimab"]["company"] == "Bristol Myers Squibb"
    seen = [row for row in rows.values() if row["company"] is None and row["sponsor_seen"]]
    assert seen
    shown = run("agents", "--data", demo_source)[1]
    assert "A company in brackets is not stated by the vocabulary" in " ".join(shown.split())
    assert all(row["sponsor_seen"] in row["sponsors"] for row in seen)
