"""The command review: a list, a file to be filled in, and a decision that the next build applies."""

import csv
import json
from pathlib import Path

import pytest

from tests.functional.conftest import Run


@pytest.fixture
def mine(run: Run, tmp_path: Path) -> Path:
    """Return a new folder for a curator's own configuration."""
    assert run("config", "new", tmp_path / "mine")[0] == 0
    return tmp_path / "mine"


def test_the_list_is_sorted_by_priority(run: Run, demo_source: Path) -> None:
    code, out, _ = run("review", "--data", demo_source, "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert rows
    priorities = [row["priority"] for row in rows]
    assert priorities == sorted(priorities, reverse=True)
    assert all(row["priority"] == pytest.approx(row["influence"] * (1 - row["confidence"])) for row in rows)


def test_a_decision_is_written_and_applied(run: Run, demo: Path, mine: Path) -> None:
    (row, *_) = json.loads(run("review", "--data", demo, "--axis", "cancer", "--format", "json")[1])
    words = [
        "--axis",
        "cancer",
        "--label",
        "rcc",
        "--reason",
        "Kidney tumours only",
        "--author",
        "Ada",
    ]
    code, out, _ = run("review", "--decide", row["nct_id"], *words, "--config", mine)
    assert (code, out.startswith("Wrote 1 decisions to ")) == (0, True)
    assert run("build", "--data", demo, "--config", mine)[0] == 0
    query = f"SELECT label, confidence FROM raw.verdict WHERE axis = 'cancer' AND nct_id = '{row['nct_id']}'"  # noqa: S608
    assert json.loads(run("sql", query, "--data", demo, "--format", "json")[1]) == [{"label": "rcc", "confidence": 1.0}]
    (agreed,) = json.loads(run("review", "--agreement", "--data", demo, "--format", "json")[1])
    is_same = row["labels"] == ["rcc"]
    assert (agreed["axis"], agreed["trial_count"], agreed["agreed_trial_count"]) == ("cancer", 1, is_same)
    assert agreed["differing_nct_ids"] == ([] if is_same else [row["nct_id"]])
    assert "does not estimate how often the rules are right" in " ".join(
        run("review", "--agreement", "--data", demo)[1].split()
    )


def test_an_invalid_decision_changes_no_file(run: Run, demo: Path, mine: Path) -> None:
    words = ["--axis", "cancer", "--label", "kidney", "--reason", "Kidney tumours only", "--author", "Ada"]
    code, _, err = run("review", "--decide", "NCT00000001", *words, "--config", mine)
    assert (code, "kidney" in err) == (10, True)
    assert not (mine / "overrides.csv").exists()
    assert run("review", "--decide", "NCT00000001", *words)[0] == 2


def test_an_exported_spreadsheet_can_be_imported(run: Run, demo: Path, mine: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.csv"
    assert run("review", "--data", demo, "--axis", "cancer", "--export", sheet)[0] == 0
    assert run("review", "--data", demo, "--export", sheet)[0] == 2  # never over an existing file
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"label": "rcc|nsclc", "reason": "Both types by the protocol", "author": "Ada"}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    code, out, _ = run("review", "--import", sheet, "--config", mine)
    assert (code, out.startswith("Wrote 1 decisions")) == (0, True)
    assert "rcc|nsclc,Both types by the protocol,Ada" in (mine / "overrides.csv").read_text(encoding="utf-8")
