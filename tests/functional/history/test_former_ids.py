"""Ids of older publications: a former id leads to the present trial, and a trial that left says so."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.functional.conftest import Run
from tests.support.folders.days import at, trial
from tests.support.tables.tables import read
from trialscape.archive import Archive, RunInfo, RunKind
from trialscape.archive.files.model import Fate
from trialscape.config.load import load_config
from trialscape.data_folder import archive_folder
from trialscape.paths import config_folder
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.warehouse import current_path

PRESENT, MERGED, FORMER, STRANGER = "NCT00000001", "NCT00000002", "NCT00000077", "NCT00000099"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder in which trial 2 was merged into trial 1, which has another former id as well."""
    folder = tmp_path_factory.mktemp("merged")
    archive = Archive(archive_folder(folder))
    aliases = {"identificationModule": {"nctIdAliases": [MERGED, FORMER]}}
    days = {
        1: [trial(1, "2025-06-01"), trial(2, "2025-06-01")],
        10: [trial(1, "2026-03-09", extra=aliases)],
    }
    for day, records in days.items():
        with archive.begin(RunInfo(RunKind.FULL, f"{at(day):%Y-%m-%d}T09:00:05", started=at(day))) as run:
            for record in records:
                run.add(record, "tigit")
            run.finish_search("tigit", None, full=True)
            if day == 10:
                run.add_fate(MERGED, Fate.MERGED, PRESENT)
            run.commit()
    build_warehouse(load_config(config_folder(None)), folder)
    return folder


def test_former_ids_can_be_joined(data: Path) -> None:
    rows = read(current_path(data / "warehouse"), "FROM staging.former_id ORDER BY former_id")
    assert [tuple(row.values()) for row in rows] == [(PRESENT, MERGED), (PRESENT, FORMER)]


@pytest.mark.parametrize("source", [[], ["--warehouse", "current"]])
def test_a_former_id_is_explained_by_the_present_trial(run: Run, data: Path, source: list[str]) -> None:
    chosen = [str(current_path(data / "warehouse")) if word == "current" else word for word in source]
    code, out, _ = run("explain", FORMER, "--data", data, "--format", "json", *chosen)
    (found,) = json.loads(out)
    assert (code, found["nct_id"]) == (0, PRESENT)
    assert found["note"] == f"{FORMER} is a former id of {PRESENT}, which is explained here."


def test_a_merged_trial_is_said_to_have_left(run: Run, data: Path) -> None:
    code, out, _ = run("explain", MERGED, "--data", data)
    assert code == 0
    words = " ".join(out.split())
    assert words.startswith(
        f"{MERGED} left the tracked trials on 2026-03-10 (merged into {PRESENT}): the registry merged"
    )
    assert "It is in no figure any more; these are its last labels." in words
    code, _, err = run("explain", PRESENT, FORMER, MERGED, "--data", data, "--format", "csv")
    assert (code, err.count("former id"), err.count("is in no figure")) == (0, 1, 1)


def test_an_unknown_id_is_still_refused(run: Run, data: Path) -> None:
    code, _, err = run("explain", STRANGER, "--data", data)
    assert code == 2
    assert "no search has found it" in err


def test_a_file_of_an_earlier_program_is_still_explained(run: Run, data: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.duckdb"
    older.write_bytes(current_path(data / "warehouse").read_bytes())
    with duckdb.connect(str(older)) as con:
        con.execute("DROP TABLE staging.former_id")
        con.execute("UPDATE raw.snapshot_fact SET value = 'another' WHERE key = 'sql_version'")
    code, out, _ = run("explain", PRESENT.lower(), "--warehouse", older, "--format", "json")
    (found,) = json.loads(out)
    assert (code, found["nct_id"], found["note"]) == (0, PRESENT, None)
