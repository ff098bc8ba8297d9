"""Use in a terminal: widths, first steps, sources, the list of tables."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.conftest import Run
from trialscape.cli.compare.share_bars import share_bar

READING = (
    ("segments",), ("compare",), ("specifications",), ("white-space",), ("audit",), ("claims",), ("players",),
    ("agents", "--target", "LAG-3"), ("changes",), ("readouts",), ("review",), ("find", "--cancer", "nsclc"),
    ("trials", "--report", "A", "--dimension", "cancer", "--segment", "melanoma"),
    ("sql", "SELECT nct_id, brief_title, sponsor FROM marts.trial"), ("sql", ".marts"),
)  # fmt: skip
BROKEN = re.compile(r"\bNCT\d{1,7}\b|\(\d+\.\d+–\d*\.?\s")


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_nothing_is_wider_than_the_terminal_and_no_number_is_broken(
    run: Run, demo_source: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = run(*command, "--data", demo_source)
    assert code == 0
    lines = [line.rstrip() for line in out.splitlines()]
    assert [line for line in lines if len(line) > width and "https://" not in line] == []
    in_tables = [line for line in lines if line.startswith(" ") and not line.startswith("  ")]
    assert [line for line in in_tables if BROKEN.search(line)] == []


def test_a_narrow_table_says_what_it_leaves_out(run: Run, demo_source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, narrow, _ = run("compare", "--report", "A", "--dimension", "cancer", "--data", demo_source)
    assert "Left out at this width: trials, bar, basis, ratio." in narrow
    monkeypatch.setenv("COLUMNS", "140")
    _, wide, _ = run("compare", "--report", "A", "--dimension", "cancer", "--data", demo_source)
    assert "Left out" not in wide
    assert "Non-small-cell lung cancer" in wide


def test_without_a_command_the_program_shows_its_state_and_examples(
    run: Run, demo_source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALSCAPE_DATA", str(demo_source))
    code, out, _ = run()
    assert code == 0
    held = json.loads(run("sql", "SELECT count(*) AS n FROM marts.trial", "--format", "json")[1])[0]["n"]
    assert f"holds {held} trials" in " ".join(out.split())
    assert out.count("\n  trialscape ") == 3
    monkeypatch.setenv("TRIALSCAPE_DATA", str(tmp_path))
    code, out, _ = run()
    assert code == 0
    assert "holds no warehouse" in " ".join(out.split())
    assert "\n  trialscape demo " in out


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_without_a_warehouse_each_command_names_the_demonstration(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    code, _, err = run(*command, "--data", tmp_path)
    assert code == 15
    assert "'trialscape demo' makes a demonstration" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [("explain", "NCT02621021"), ("build",), ("archive", "stats")], ids=" ".join)
def test_without_an_archive_the_demonstration_is_named(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    code, _, err = run(*command, "--data", tmp_path)
    assert code == 11
    assert "'trialscape demo' makes a demonstration" in err


def test_a_demonstration_is_refused_in_a_folder_with_data(run: Run, demo_source: Path) -> None:
    code, _, err = run("demo", "--data", demo_source)
    assert code == 2
    assert "is not empty, and a demonstration needs a folder of its own" in err


@pytest.mark.parametrize(
    "command",
    [("demo",), ("refresh",), ("build",), ("segments",), ("explain", "NCT02621021"), ("status",), ("digest",),
     ("archive", "stats"), ("schedule", "--dry-run")],
    ids=" ".join,
)  # fmt: skip
def test_a_path_that_cannot_be_a_folder_is_refused_by_every_command(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file" / "data", tmp_path / ("long" * 100)):
        code, _, err = run(*command, "--data", path)
        assert (code, err.count("\n"), "check the path" in err) == (2, 1, True), err


@pytest.mark.parametrize("command", READING[::4], ids=" ".join)
def test_a_warehouse_file_can_be_read_without_a_data_folder(
    run: Run, demo_source: Path, command: tuple[str, ...]
) -> None:
    folder = demo_source / "warehouse"
    file = folder / (folder / "current").read_text(encoding="utf-8").strip()
    shown = [run(*command, *source, "--format", "json") for source in (("--data", demo_source), ("--warehouse", file))]
    assert shown[0] == shown[1]
    assert shown[0][0] == 0


def test_an_invalid_source_is_refused(run: Run, demo_source: Path, tmp_path: Path) -> None:
    for source, code, sentence in (
        (("--warehouse", tmp_path / "no.duckdb"), 2, "is not a file; --warehouse takes a DuckDB file"),
        (("--as-of", "2026-11-06", "--warehouse", "x"), 2, "--as-of and --warehouse name two sources"),
        (("--registry-clock",), 2, "--registry-clock needs --as-of DAY"),
        (("--as-of", "2999-01-01"), 2, "2999-01-01 is in the future"),
        (("--as-of", "2001-01-01"), 11, "The archive has no trial on 2001-01-01"),
    ):
        found, _, err = run("segments", "--data", demo_source, *source)
        assert (found, sentence in err) == (code, True), err


def test_a_past_day_is_shown_by_the_registry_clock(run: Run, demo_source: Path) -> None:
    """The first edition of the demonstration is of 6 November; no trial that was posted later counts."""
    source = ("--data", demo_source, "--as-of", "2026-11-06", "--registry-clock", "--format", "json")
    code, out, err = run("sql", "SELECT max(first_posted)::VARCHAR AS last, count(*) AS n FROM marts.trial", *source)
    assert code == 0, err
    (row,) = json.loads(out)
    assert row["last"] <= "2026-11-06"
    assert row["n"] > 0
    assert "Rebuilding the landscape of 2026-11-06" in err


def test_sql_lists_its_tables_and_reads_files_and_standard_input(run: Run, demo_source: Path, tmp_path: Path) -> None:
    listed = [
        json.loads(run("sql", word, "--data", demo_source, "--format", "json")[1])
        for word in (".marts", "SHOW  tables;", ".tables")
    ]
    assert listed[1] == listed[2]
    assert {row["table"] for row in listed[0]} < {row["table"] for row in listed[1]}
    assert all(row["table"].startswith("marts.") and row["holds"] for row in listed[0])
    file = tmp_path / "one.sql"
    file.write_text("FROM marts.trial SELECT count(*) AS n", encoding="utf-8")
    answers = [
        run("sql", query, "--data", demo_source, "--format", "json")
        for query in (file, f"@{file}", "FROM marts.trial SELECT count(*) AS n")
    ]
    assert answers[0] == answers[1] == answers[2]
    assert json.loads(answers[0][1])[0]["n"] > 0


def test_readouts_within_a_time_are_those_of_the_mart(run: Run, demo_source: Path) -> None:
    def rows(*arguments: str) -> list[dict[str, object]]:
        code, out, err = run(*arguments, "--data", demo_source, "--format", "json")
        assert code == 0, err
        return list(json.loads(out))

    near = rows("readouts", "--next", "180d")
    wanted = rows("sql", "FROM marts.readout SELECT nct_id WHERE readout = 'ahead' AND days_to_readout <= 180")
    assert {row["nct_id"] for row in near} == {row["nct_id"] for row in wanted}
    assert near
    assert rows("readouts", "--next", "6M", "--kind", "Ahead") == near
    assert len(rows("readouts")) == len(rows("sql", "FROM marts.readout SELECT nct_id"))
    code, _, err = run("readouts", "--next", "soon", "--data", demo_source)
    assert (code, err) == (2, "'soon' is not a span of time; write 180d, 26w, 6m or 1y.\n")


def test_a_shell_completes_commands(tmp_path: Path) -> None:
    # Completion depends on the name of the program, so the installed command is run.
    program = tmp_path / "trialscape"
    program.write_text("from trialscape.entry import run\nrun()\n", encoding="utf-8")
    asked = {"_TRIALSCAPE_COMPLETE": "complete_bash", "COMP_WORDS": "trialscape comp", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, program], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["compare"], done.stderr


def test_open_shows_the_page_of_the_published_landscape(demo: Path, tmp_path: Path) -> None:
    """The browser is a real program, which notes the address that it is given."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path / "address"}\n', encoding="utf-8")
    browser.chmod(0o755)
    program = "from trialscape.entry import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "open", "--data", demo], env={**os.environ, "BROWSER": f"{browser} %s"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # A slow machine is told how long the page takes.
    noted = [line for line in done.stderr.splitlines() if " s so far" not in line]
    assert (done.returncode, noted) == (0, [])
    page = demo / "landscape.html"
    assert f"Wrote {page} and opened it." in " ".join(done.stdout.split())
    assert (tmp_path / "address").read_text(encoding="utf-8").strip() == page.resolve().as_uri()
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_explain_says_where_a_trial_counts_as_the_marts_do(run: Run, demo_source: Path) -> None:
    query = "SELECT any_value(nct_id) AS nct FROM marts.trial_segment WHERE dimension = 'region' AND site_count > 1"
    trial = json.loads(run("sql", query, "--data", demo_source, "--format", "json")[1])[0]["nct"]
    code, out, _ = run("explain", trial, "--data", demo_source)
    assert code == 0
    text = " ".join(out.split())
    query = f"FROM marts.trial_segment SELECT DISTINCT segment_title WHERE nct_id = '{trial}'"
    _, rows, _ = run("sql", query, "--data", demo_source, "--format", "json")
    assert [row for row in json.loads(rows) if row["segment_title"] not in text] == []
    for heading in ("Report A, Region: ", "Cohorts: ", "Found by the searches: ", "Countries of its sites: "):
        assert heading in text
    places = json.loads(run("explain", trial, "--data", demo_source, "--format", "json")[1])[0]["places"]
    assert {row["title"] for row in places if row["kind"] == "segment"} == {
        row["segment_title"] for row in json.loads(rows)
    }


@pytest.mark.parametrize(
    ("share", "low", "high", "bar"),
    [(0.5, 0.0, 0.5, "▓▓▓▓▓▓······"), (0.02, 0.0, 1.0, "▓░░░░░░░░░░░"), (1.0, 0.3, 0.31, "███▓████████"),
     (0.25, None, None, "███·········"), (0.0, 0.0, 0.0, "············"), (None, 0.1, 0.2, "–")],
)  # fmt: skip
def test_the_length_of_a_bar_matches_its_figures(
    share: float | None, low: float | None, high: float | None, bar: str
) -> None:
    assert share_bar(share, low, high) == bar


@pytest.mark.parametrize(
    ("command", "help_of"),
    [(("trials",), "trialscape trials"), (("compare", "--foo"), "trialscape compare"),
     (("config", "chek"), "trialscape config"), (("segmnts",), "trialscape")],
)  # fmt: skip
def test_a_wrong_command_line_names_the_help_to_read(run: Run, command: tuple[str, ...], help_of: str) -> None:
    code, out, err = run(*command)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"'{help_of} --help' lists" in err


def test_people_read_titles_of_searches_and_programs_their_ids(run: Run, demo_source: Path) -> None:
    columns = ("search", "title", "hit_count")
    query = f"SELECT {', '.join(columns)} FROM marts.search_recall ORDER BY search"  # noqa: S608 - our own names
    found = list(csv.DictReader(io.StringIO(run("sql", query, "--data", demo_source, "--format", "csv")[1])))
    shown = run("status", "--data", demo_source)[1]
    assert [line.split(maxsplit=1)[1] for line in shown.splitlines() if line.startswith("search ")] == [
        f"{row['hit_count']} trials: {row['title']}" for row in found
    ]
    kept = run("status", "--data", demo_source, "--format", "csv")[1]
    assert all(f"search {row['search']},{row['hit_count']} trials" in kept for row in found)
