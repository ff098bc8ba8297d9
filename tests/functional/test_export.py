"""The workbook holds what the marts hold, says that a demo is one, and evaluates nothing."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.functional.conftest import Run
from trialscape.data_folder import DEMO_WARNING
from trialscape.paths import sql_folder
from trialscape.report.figures import TABLES, Figures
from trialscape.report.workbook import write_workbook
from trialscape.warehouse.sqlfiles import find_sql_files


@pytest.mark.filterwarnings("ignore:datetime:DeprecationWarning")
def test_sheets_hold_the_rows_of_the_marts(run: Run, demo_source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    code, out, _ = run("export", target, "--data", demo_source)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING
    book = openpyxl.load_workbook(target, read_only=True)
    assert book.sheetnames == ["About", *TABLES]
    for name, query in TABLES.items():
        count = f"SELECT count(*) AS n FROM ({query})"  # noqa: S608 - the queries are constants of the product
        _, text, _ = run("sql", count, "--data", demo_source, "--format", "json")
        rows = list(book[name].iter_rows(values_only=True))
        assert rows[0][0] == DEMO_WARNING
        assert len(rows) - 2 == json.loads(text)[0]["n"], name
    book.close()


@pytest.mark.parametrize("sheet", ["Comparison", "Segments", "Dimensions", "White space", "Claims", "Players"])
def test_the_cohort_of_the_report_and_whole_trials_come_first(run: Run, demo_source: Path, sheet: str) -> None:
    query = f"SELECT report, cohort, counting FROM ({TABLES[sheet]})"  # noqa: S608
    if sheet in ("White space", "Players"):
        query = query.replace("counting", "'whole' AS counting")
    _, text, _ = run("sql", query, "--data", demo_source, "--format", "json")
    first = {row["report"]: row for row in reversed(json.loads(text))}
    # Whole trials are counted; they are never compared with a market.
    first_counting = "fractional" if sheet in ("Comparison", "Dimensions") else "whole"
    assert {name: (row["cohort"], row["counting"]) for name, row in first.items() if name in "AB"} == {
        "A": ("refractory", first_counting),
        "B": ("act", first_counting),
    }


def test_every_mart_has_its_sheet() -> None:
    marts = {file.table for file in find_sql_files(sql_folder()) if file.schema == "marts"}
    assert marts == {word for query in TABLES.values() for word in query.split() if word.startswith("marts.")}


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    words = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "plain"]
    figures = Figures(False, pd.DataFrame({"is_demo": [False]}), {"Trials": pd.DataFrame({"title": words})})
    target = write_workbook(figures, tmp_path / "out.xlsx", "")
    sheet = openpyxl.load_workbook(target)["Trials"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}


def test_only_workbooks_are_written(run: Run, demo_source: Path, tmp_path: Path) -> None:
    code, _, err = run("export", tmp_path / "out.pdf", "--data", demo_source)
    assert code == 2
    assert ".xlsx" in err


def test_a_folder_that_is_not_there_is_told(run: Run, demo_source: Path, tmp_path: Path) -> None:
    code, _, err = run("export", tmp_path / "nowhere" / "out.xlsx", "--data", demo_source)
    assert code == 2
    assert "cannot be written" in err
    assert not list(tmp_path.glob("**/.*.part"))
