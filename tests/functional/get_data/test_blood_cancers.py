"""Trials only in blood cancers are in no cohort of report A's comparison, however many the searches find."""

import copy
import json
from pathlib import Path
from typing import Any

from tests.support.folders.archive_kit import day, write_run
from tests.support.records.studies import make_record
from tests.support.tables.tables import read
from trialscape.archive import Archive
from trialscape.config.load import load_config
from trialscape.data_folder import archive_folder
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse

CASES = Path(__file__).parents[2] / "gold" / "cases"
MARTS = ("segment_pipeline", "pipeline_vs_market", "segment_verdict", "segment_density", "dimension_vs_market")


def records() -> list[dict[str, Any]]:
    """Return the records of the bundled cases."""
    return [json.loads(path.read_text(encoding="utf-8"))["record"] for path in sorted(CASES.glob("*.json"))]


def blood_only(number: int) -> dict[str, Any]:
    """Return the record of a CAR-T trial in lymphoma under another id."""
    path = CASES / "03-car-t-lymphoma.json"
    record: dict[str, Any] = copy.deepcopy(json.loads(path.read_text(encoding="utf-8"))["record"])
    record["protocolSection"]["identificationModule"]["nctId"] = f"NCT9{number:07d}"
    return record


def figures(data: Path, found: list[dict[str, Any]]) -> tuple[dict[str, list[Any]], int]:
    """Build from ``found``; return report A's rows in the cohorts that it is compared on, and the tracked trials."""
    config = load_config(config_folder(None))
    write_run(Archive(archive_folder(data)), day(0), {config.searches[0].id: found})
    built = build_warehouse(config, data)
    rows = {
        mart: read(
            built.path,
            f"SELECT * FROM marts.{mart} WHERE report = 'A' AND cohort IN ('refractory', 'io') ORDER BY ALL",  # noqa: S608
        )
        for mart in MARTS
    }
    return rows, built.trials


def test_trials_only_in_blood_cancers_change_no_figure_of_report_a(tmp_path: Path) -> None:
    before, few = figures(tmp_path / "few", records())
    after, many = figures(tmp_path / "many", [*records(), *(blood_only(number) for number in range(9))])
    assert many == few + 9
    assert any(row["trial_count"] for row in before["segment_pipeline"])
    assert after == before


def test_cells_in_blood_cancers_count_for_report_b_except_nk_cells(tmp_path: Path) -> None:
    nk_cells = make_record(
        "NCT90000100",
        title="Allogeneic NK cells in acute myeloid leukemia",
        conditions=["Acute Myeloid Leukemia"],
        interventions=[("BIOLOGICAL", "allogeneic natural killer cells")],
    )
    config = load_config(config_folder(None))
    found = [*records(), blood_only(1), nk_cells]
    write_run(Archive(archive_folder(tmp_path)), day(0), {config.searches[0].id: found})
    built = build_warehouse(config, tmp_path).path
    tables = {
        "cohort": "SELECT nct_id FROM concepts.cohort WHERE cohort = 'act'",
        "segments": "SELECT nct_id FROM marts.trial_segment WHERE report = 'B' AND dimension = 'application'",
        "reasons": "SELECT nct_id, reason FROM marts.unclassified WHERE report = 'B' AND dimension = 'application'",
    }
    rows = {name: read(built, sql) for name, sql in tables.items()}
    members, placed = ({row["nct_id"] for row in rows[name]} for name in ("cohort", "segments"))
    assert {"NCT90000001", "NCT90000100"} <= members
    assert "NCT90000001" in placed
    assert "NCT90000100" not in placed
    (reason,) = [row["reason"] for row in rows["reasons"] if row["nct_id"] == "NCT90000100"]
    assert (
        reason == "The document's applications are T cells; a product of only natural killer cells is not one of them."
    )
