"""Every command that reads a landscape reads that of a past day, or a file, if asked."""

import inspect
import json
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run
from tests.support.folders.made_once import made_once
from trialscape.cli.commands import COMMANDS
from trialscape.cli.main import main

# What a command needs besides its source; a path is written below the folder of the test.
NEEDED: dict[str, tuple[str, ...]] = {
    "trials": ("--report", "A", "--dimension", "cancer", "--segment", "melanoma"),
    "sql": ("FROM marts.trial SELECT count(*)",),
    "explain": ("NCT02621021",),
    "find": ("--cancer", "lung"),
    "open": ("--no-browser",),
    "report": ("-o", "page.html"),
    "export": ("book.xlsx",),
}
# These ask the registry, write the warehouse, or read no landscape; diff takes days and files as arguments.
WITHOUT = {"demo", "refresh", "import", "build", "schedule", "doctor", "classify", "diff"}
WITHOUT |= {name for name, command in COMMANDS.items() if command.help}
READING = tuple(name for name in COMMANDS if name not in WITHOUT)
PAST = ("--as-of", "2026-11-06", "--registry-clock")
# The server is asked by the tests of its tools.
RUN = tuple(name for name in READING if name != "mcp")


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory, demo_source: Path) -> Path:
    """Return the demonstration with the landscape of 6 November published, so that no command builds it again."""

    def build(data: Path) -> None:
        shutil.copytree(demo_source, data, dirs_exist_ok=True)
        assert main(["build", *PAST, "--data", str(data)]) == 0

    return made_once(tmp_path_factory, "demo-of-the-past", build)


def published(data: Path) -> Path:
    """Return the published file of a data folder."""
    return data / "warehouse" / (data / "warehouse" / "current").read_text(encoding="utf-8").strip()


def parameters(name: str) -> set[str]:
    command = COMMANDS[name]
    return set(
        inspect.signature(getattr(import_module(f"trialscape.cli.{command.module}"), command.attribute)).parameters
    )


def test_every_reading_command_takes_a_day_or_a_file() -> None:
    options = {"as_of", "registry_clock", "warehouse_file"}
    assert [name for name in READING if not options <= parameters(name)] == []


@pytest.mark.parametrize("name", RUN)
def test_a_file_is_read_without_a_data_folder(
    run: Run, demo_source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(name, *NEEDED.get(name, ()), "--data", tmp_path, "--warehouse", published(demo_source))
    assert code == 0, err


@pytest.mark.parametrize("name", RUN)
def test_a_past_day_is_read(run: Run, past: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    shutil.copytree(past, data)
    code, _, err = run(name, *NEEDED.get(name, ()), "--data", data, *PAST)
    assert code == 0, err
    assert "Rebuilding the landscape of 2026-11-06" in err


def objects(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    code, out, err = run(*arguments, "--format", "json")
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_stored_labels_are_explained_like_those_of_today(run: Run, demo_source: Path, tmp_path: Path) -> None:
    """The published file was built by today's rules, so both explanations say the same in another order."""
    (today,) = objects(run, "explain", "NCT02621021", "--data", demo_source)
    (stored,) = objects(run, "explain", "NCT02621021", "--data", tmp_path, "--warehouse", published(demo_source))
    assert today.keys() == stored.keys()
    for name in ("evidence", "defaults"):
        assert sorted(map(str, today.pop(name))) == sorted(map(str, stored.pop(name)))
    quoted = [[{**item, "quotes": None} for item in side.pop("defeats")] for side in (today, stored)]
    assert sorted(map(str, quoted[0])) == sorted(map(str, quoted[1]))
    assert today == stored


def test_explain_uses_the_names_of_the_marts(run: Run, demo_source: Path) -> None:
    (found,) = objects(run, "explain", "NCT02621021", "--data", demo_source)
    query = "FROM marts.trial WHERE nct_id = 'NCT02621021'"
    (row,) = objects(run, "sql", query, "--data", demo_source)
    shared = {name for name in found if name in row}
    assert shared >= {"nct_id", "brief_title", "modalities", "therapies", "cancers", "strategies", "act_with", "line"}
    assert {name: found[name] for name in shared} == {name: row[name] for name in shared}


# Columns that no table has: what a command works out for its question.
# The marts name a dimension by its id; its title is in raw.dimension.
OWN: dict[str, set[str]] = {
    "segments": {"dimension_title"},
    "specifications": {"dimension_title"},
    "white-space": {"dimension_a_title", "dimension_b_title"},
    "compare": {
        "dimension_title",
        "overall_verdict",
        "posterior_verdict",
        "posterior_by_trials",
        "posterior_by_sites",
        "market_basis_of_dimension",
    },
    "find": {"stance", "words", "cancer_match", "recruiting_site_count", "cities"},
    "players": {"dimension_title", "is_known"},
    "explain": {"defaults", "evidence", "is_demo", "defeats", "note"},
    "status": {"what"},
}


@pytest.mark.parametrize("name", [name for name in RUN if name not in ("digest", "sql", "open", "report", "export")])
def test_columns_are_named_as_in_the_tables(run: Run, demo_source: Path, name: str) -> None:
    query = "SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_schema = 'marts'"
    known = {row["name"] for row in objects(run, "sql", query, "--data", demo_source)}
    (row, *_) = objects(run, name, *NEEDED.get(name, ()), "--data", demo_source)
    assert row.keys() - known == OWN.get(name, set())


def test_a_trial_that_a_landscape_lacks_is_refused(run: Run, demo_source: Path, tmp_path: Path) -> None:
    code, _, err = run("explain", "NCT99999999", "--data", tmp_path, "--warehouse", published(demo_source))
    assert (code, "NCT99999999 is not tracked in" in err) == (2, True), err


def test_a_digest_between_two_days_lists_what_was_posted_between_them(run: Run, demo_source: Path, past: Path) -> None:
    options = ("--data", past, "--as-of", "2026-11-13", "--registry-clock")
    code, out, err = run("digest", "--since", "7d", *options, "--format", "json")
    assert code == 0, err
    digest = json.loads(out)
    assert (digest["before"]["as_of"], digest["snapshot"]["as_of"]) == ("2026-11-06", "2026-11-13")
    listed = objects(
        run, "changes", "--clock", "registry", "--since", "2026-11-07", "--until", "2026-11-13", "--data", demo_source
    )
    assert {change["nct_id"] for change in digest["changes"]} == {change["nct_id"] for change in listed} != set()
    code, _, err = run("digest", "--run", "x", *options)
    assert (code, "--run names a stored digest" in err) == (2, True), err


def test_two_files_are_compared(run: Run, demo_source: Path, past: Path, tmp_path: Path) -> None:
    files = (published(past), published(demo_source))
    rows = objects(run, "diff", *files, "--report", "A", "--data", tmp_path)
    assert {(row["as_of_a"], row["as_of_b"]) for row in rows} == {("2026-11-06", "2026-11-13")}
    code, _, err = run("diff", tmp_path / "no.duckdb", "now", "--data", demo_source)
    assert (code, "is not a file; name a day, or a DuckDB file" in err) == (2, True), err
