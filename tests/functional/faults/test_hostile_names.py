"""Names in records that attack terminals, spreadsheets, browsers and queries arrive in every output as harmless text.

Workbook and page take seconds each and run with ``TRIALSCAPE_INJECT=all``.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.functional.conftest import Run
from tests.support.folders.refresh_kit import make_config, trial
from tests.support.registry.faulty_registry import FaultyRegistry, faulty_registry
from tests.support.tables.same_tables import published_file
from trialscape.cli.main import main

NAMES = (
    "<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "@SUM(1)", "-1+1",
    "\x1b[31mred\x1b[0m\x07", "a\x00b", "\u202egnp.exe", "\ud800 half", "A" * 50_000, "'); DROP TABLE marts.trial; --",
    "</textarea><img src=x onerror=alert(1)>", "{{7*7}} {% raw %}", "line\nbreak\r\nand\ttab", "\x85\u2028\u2029",
    "[bold red]rich[/bold red] [link=file:///etc/passwd]x[/link]", "```\n| a | b |",
)  # fmt: skip
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
needs_time = pytest.mark.skipif(os.environ.get("TRIALSCAPE_INJECT") != "all", reason="takes seconds; see make hard")


@pytest.fixture(scope="module")
def registry() -> Iterator[FaultyRegistry]:
    with faulty_registry() as served:
        served.serve("2026-02-02", [_hostile(number, name) for number, name in enumerate(NAMES, start=1)])
        yield served


@pytest.fixture(scope="module")
def data(registry: FaultyRegistry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    config = make_config(folder / "config")
    assert main(["refresh", "--config", str(config), "--data", str(folder), "--base-url", registry.base_url]) == 0
    return folder


def _hostile(number: int, name: str) -> dict[str, object]:
    record = trial(number, f"alpha {name}")
    sections = record["protocolSection"]
    sections["identificationModule"]["briefTitle"] = f"{name} alpha"
    sections["conditionsModule"]["conditions"].append(name)
    for item in sections["armsInterventionsModule"]["interventions"]:
        item["name"] = f"{name} {item['name']}"
    return record


def test_output_to_terminals_and_programs_has_the_same_text_without_control_sequences(data: Path, run: Run) -> None:
    query = "SELECT nct_id, brief_title FROM marts.trial ORDER BY nct_id"
    with duckdb.connect(str(published_file(data)), read_only=True) as con:
        stored = con.execute(query).fetchall()
    assert len(stored) == len(NAMES)
    outputs = {form: run("sql", query, "--data", data, "--format", form) for form in ("table", "json", "csv")}
    for code, out, _ in outputs.values():
        assert code == 0
        assert UNSAFE.search(out) is None
    reported = [(row["nct_id"], row["brief_title"]) for row in json.loads(outputs["json"][1])]
    assert reported == stored
    rows = list(csv.reader(io.StringIO(outputs["csv"][1])))
    assert len(rows) == len(NAMES) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("command", [("find", "--cancer", "melanoma"), ("agents",), ("changes",), ("digest",)])
def test_control_sequences_in_names_are_not_printed(command: tuple[str, ...], data: Path, run: Run) -> None:
    code, out, err = run(*command, "--data", data)
    assert code == 0, err
    assert UNSAFE.search(out + err) is None


def test_each_trial_is_explained(data: Path, run: Run) -> None:
    for number in range(1, len(NAMES) + 1):
        code, out, err = run("explain", f"NCT{number:08d}", "--data", data)
        assert (code, err) == (0, "")
        assert UNSAFE.search(out) is None


@needs_time
def test_names_are_not_evaluated_in_workbook_and_page(data: Path, run: Run, tmp_path: Path) -> None:
    assert run("export", tmp_path / "book.xlsx", "--data", data)[0] == 0
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    formulas = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [text for text in formulas if "HYPERLINK" in text or "cmd" in text or "SUM(1)" in text]
    code, _, err = run("report", "--output", tmp_path / "page.html", "--data", data)
    assert code == 0, err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert run("export", tmp_path / "tables", "--as", "parquet", "--data", data)[0] == 0
