"""The recall command: small records, of which some should be found by a search and one is not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders.refresh_kit import make_config
from tests.support.records.studies import Record, make_record
from trialscape.cli.main import main
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.steps.search_recall import Recall, measure_recall
from trialscape.study.stream import read_records


def records() -> Iterator[Record]:
    """Yield records that are targets of searches, one that is none, and one that says nothing of itself."""
    yield make_record(
        "NCT00000001", title="Relatlimab in melanoma", conditions=["Melanoma"], interventions=[("DRUG", "relatlimab")]
    )
    yield make_record(
        "NCT00000002",
        title="CD19 CAR-T cells in lymphoma",
        conditions=["B-cell Lymphoma"],
        interventions=[("BIOLOGICAL", "CD19 CAR-T cells")],
    )
    yield make_record(
        "NCT00000003",
        title="Chemotherapy after checkpoint failure",
        conditions=["Non-small Cell Lung Cancer"],
        interventions=[("DRUG", "docetaxel")],
        eligibility="Inclusion Criteria:\n* Progression on prior anti-PD-1 therapy",
    )
    yield make_record(
        "NCT00000004",
        title="Statins in heart disease",
        conditions=["Heart Failure"],
        interventions=[("DRUG", "atorvastatin")],
    )
    # A misspelt drug that neither the classifier nor a search knows.
    yield make_record(
        "NCT00000005",
        title="An antibody in melanoma",
        conditions=["Melanoma"],
        interventions=[("DRUG", "antibody-17 (favezelimabum)")],
    )
    yield {"protocolSection": {"identificationModule": {"nctId": "NCT00000006"}}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records()) + "no json\n", encoding="utf-8")
    return path


def measured(file: Path) -> Recall:
    return measure_recall(read_records(str(file)), load_config(config_folder(None)))


def test_targets_are_counted_by_search(file: Path) -> None:
    found = measured(file)
    rows = {row.search: (row.targets, row.own) for row in found.by_search if row.targets}
    assert rows == {"lag3": (1, 1), "engineered_cells_blood": (1, 1), "post_checkpoint": (1, 1)}
    assert (found.records, found.targets, found.bare, found.unreadable, found.share) == (6, 3, 1, 1, 1.0)


def test_a_target_that_no_search_finds_is_listed(
    file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    narrow = make_config(tmp_path / "narrow", {"words": ["relatlimab"]})
    asked = narrow / "searches.toml"
    text = asked.read_text(encoding="utf-8")
    confirmed = 'id = "words"\nconfirmed_by = { modality = ["lag3", "car_t"] }'
    asked.write_text(text.replace('id = "words"', confirmed), encoding="utf-8")
    assert main(["searches", "recall", str(file), "--config", str(narrow)]) == 0
    shown = capsys.readouterr().out
    assert "NCT00000002" in shown
    assert "2 of them should be found: 50.00 % are found by some search." in shown
    assert main(["searches", "recall", str(file), "--config", str(narrow), "--format", "json"]) == 0
    assert [row["nct_id"] for row in json.loads(capsys.readouterr().out)] == ["NCT00000002"]
