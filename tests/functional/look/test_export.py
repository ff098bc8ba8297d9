"""The workbook and the folders of tables hold what the marts hold, say that a demo is one, and evaluate nothing."""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.functional.conftest import Run
from tests.sql.worlds import hand_made
from tests.support.tables.tables import build
from trialscape.cli.main import main
from trialscape.data_folder import DEMO_WARNING
from trialscape.database import connect
from trialscape.paths import sql_folder
from trialscape.report.workbook.marts import TABLES
from trialscape.report.workbook.sheet import Book, add_table
from trialscape.warehouse.sqlfiles import find_sql_files

SHOWN = ["Findings", "Comparison", "Claims", "Trials", "Columns", "About"]
MARTS = {file.table for file in find_sql_files(sql_folder()) if file.schema == "marts"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse of eight trials: a program reads the workbook of the demonstration in twenty seconds."""
    return build(hand_made(), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def workbook(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "out.xlsx"
    assert main(["export", str(target), "--warehouse", str(small)]) == 0
    return target


@pytest.fixture(scope="module")
def book(workbook: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(workbook)


def asked(run: Run, source: Path, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query on a file or a data folder."""
    option = "--warehouse" if source.is_file() else "--data"
    code, out, err = run("sql", query, option, source, "--format", "json")
    assert code == 0, err
    return list(json.loads(out))


def test_default_sheets_are_visible_and_every_mart_has_a_hidden_sheet(
    run: Run, small: Path, book: openpyxl.Workbook
) -> None:
    assert book.sheetnames == [*SHOWN, *TABLES]
    assert [name for name in book.sheetnames if book[name].sheet_state == "visible"] == SHOWN
    for name, query in TABLES.items():
        count = f"SELECT count(*) AS n FROM ({query})"  # noqa: S608 - the queries are constants of the product
        rows = list(book[name].iter_rows(values_only=True))
        assert len(rows) - 2 == asked(run, small, count)[0]["n"], name


def test_the_first_sheet_has_the_findings_and_a_chart_for_each_dimension(
    run: Run, small: Path, workbook: Path, book: openpyxl.Workbook
) -> None:
    sheet = book["Findings"]
    texts = [str(row[0].value) for row in sheet.iter_rows() if row[0].value]
    assert texts[1].startswith("As of ")
    assert "A share of trials is not a share of revenue." in texts
    query = "SELECT DISTINCT report, dimension FROM marts.segment_density WHERE scope = 'active'"
    compared = len(asked(run, small, query))
    with zipfile.ZipFile(workbook) as packed:
        charts = [name for name in packed.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        drawn = [packed.read(name).decode() for name in charts]
    assert len(charts) >= compared > 0
    assert sum("Market share" in chart for chart in drawn) <= compared
    assert all("errBars" in chart for chart in drawn)


def test_charts_refer_to_the_figures_of_their_segments(
    run: Run, small: Path, workbook: Path, book: openpyxl.Workbook
) -> None:
    sheet = book["Comparison"]
    headings = [cell.value for cell in sheet[3]]
    place = {name: headings.index(name) + 1 for name in ("Segment title", "Pipeline share", "Market share")}
    with zipfile.ZipFile(workbook) as packed:
        chart = packed.read("xl/charts/chart1.xml").decode()
    first = re.findall(r"<c:f>Comparison!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)</c:f>", chart)
    letters = {openpyxl.utils.get_column_letter(number) for number in place.values()}
    assert letters <= {column for column, _, _ in first}
    titles = {sheet.cell(row, place["Segment title"]).value for row in range(int(first[0][1]), int(first[0][2]) + 1)}
    dimension = sheet.cell(int(first[0][1]), headings.index("Dimension title") + 1).value
    report = sheet.cell(int(first[0][1]), 1).value
    query = (
        f"FROM raw.segment JOIN raw.dimension AS named USING (report, dimension) SELECT segment.title "
        f"WHERE report = '{report}' AND named.title = '{dimension}'"
    )
    assert titles == {row["title"] for row in asked(run, small, query)}


def test_dates_before_1900_and_long_texts_are_written_so_that_readers_see_it(tmp_path: Path) -> None:
    book = Book(str(tmp_path / "odd.xlsx"))
    days = [dt.date(1899, 12, 1), dt.date(1, 1, 1), dt.datetime(1850, 5, 6, 7, 8, tzinfo=dt.UTC), dt.date(1900, 3, 1)]
    texts = ["a" * 40_000, "b" * 32_000, "c", "d"]
    add_table(book, "Odd", ["day", "text"], [[day, text] for day, text in zip(days, texts, strict=True)], "")
    book.file.close()
    cells = list(openpyxl.load_workbook(tmp_path / "odd.xlsx")["Odd"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in cells[:3]] == [
        "1899-12-01",
        "0001-01-01",
        "1850-05-06 07:08:00+00:00",
    ]
    assert str(cells[3][0]) == "1900-03-01 00:00:00"
    cut = str(cells[0][1])
    assert (len(cut), cut[-7:], cells[1][1]) == (32_000, "… (cut)", "b" * 32_000)


def test_cells_have_the_number_format_of_their_quantity(book: openpyxl.Workbook) -> None:
    comparison, trials = book["Comparison"], book["Trials"]
    headings = [cell.value for cell in comparison[3]]
    share = comparison.cell(4, headings.index("Pipeline share") + 1)
    assert share.number_format == "0.0%"
    assert 0 <= share.value <= 1
    headings = [cell.value for cell in trials[2]]
    assert headings[0] == "NCT id"
    assert trials.cell(3, 1).hyperlink.target == f"https://clinicaltrials.gov/study/{trials.cell(3, 1).value}"
    day = trials.cell(3, headings.index("Start date") + 1)
    assert isinstance(day.value, dt.datetime)
    assert day.number_format == "yyyy-mm-dd"
    for name in SHOWN[1:5]:
        sheet = book[name]
        assert sheet.freeze_panes == ("B4" if name == "Comparison" else "B3")
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_area
    meanings = {(row[0], row[1]): row[3] for row in book["Columns"].iter_rows(min_row=3, values_only=True)}
    assert all(meanings.values())
    assert {mart.removeprefix("marts.").replace("_", " ") for mart in MARTS} == {mart for mart, _ in meanings}


def test_each_sheet_of_a_demonstration_begins_with_the_warning(run: Run, demo_source: Path, tmp_path: Path) -> None:
    target = tmp_path / "demo.xlsx"
    code, out, _ = run("export", target, "--data", demo_source)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING
    read = openpyxl.load_workbook(target, read_only=True)
    assert read.sheetnames == [*SHOWN, *TABLES]
    for name in read.sheetnames:
        first = [row[0] for row in read[name].iter_rows(max_row=2, max_col=1, values_only=True)]
        assert first[1 if name == "Findings" else 0] == DEMO_WARNING, name
    read.close()


@pytest.mark.parametrize("sheet", ["All comparison", "Segments", "Dimensions", "White space", "All claims", "Players"])
def test_the_cohort_of_the_report_and_whole_trials_come_first(run: Run, demo_source: Path, sheet: str) -> None:
    query = f"SELECT report, cohort, counting FROM ({TABLES[sheet]})"  # noqa: S608
    if sheet in ("White space", "Players"):
        query = query.replace("counting", "'whole' AS counting")
    first = {row["report"]: row for row in reversed(asked(run, demo_source, query))}
    # Whole trials are counted; they are never compared with a market, and statements about shares need a partition.
    compared = {"All comparison": "fractional", "Dimensions": "fractional", "All claims": "partition"}
    first_counting = compared.get(sheet, "whole")
    assert {name: (row["cohort"], row["counting"]) for name, row in first.items() if name in "AB"} == {
        "A": ("refractory", first_counting),
        "B": ("act", first_counting),
    }


def test_every_mart_has_its_sheet() -> None:
    assert {word for query in TABLES.values() for word in query.split() if word.startswith("marts.")} == MARTS


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    words = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "plain", "NCT0000000", "http://x"]
    book = Book(str(tmp_path / "out.xlsx"))
    add_table(book, "Trials", ["title"], [[word] for word in words], "")
    book.file.close()
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Trials"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_of_files_describes_itself(run: Run, demo_source: Path, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "tables"
    code, out, err = run("export", folder, "--as", kind, "--data", demo_source)
    assert code == 0, err
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["description"].startswith(DEMO_WARNING)
    assert {f"marts.{item['name'].replace('-', '_')}" for item in package["resources"]} == MARTS
    assert {path.name for path in folder.iterdir()} == {
        "datapackage.json", *(item["path"] for item in package["resources"]),
    }  # fmt: skip
    with connect() as con:
        for item in package["resources"]:
            content = (folder / item["path"]).read_bytes()
            assert item["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert item.get("bytes") == (len(content) if kind == "csv" else None)
            fields = {field["name"]: field["type"] for field in item["schema"]["fields"]}
            if kind == "csv":
                rows = csv.DictReader(io.StringIO(content.decode()))
                cells = [(cell, fields[name]) for row in rows for name, cell in row.items()]
                assert [pair for pair in cells if not is_of_type(*pair)] == []
            options = ", auto_detect = true, header = true" if kind == "csv" else ""
            reader = f"read_{kind}('{folder / item['path']}'{options})"
            names = [str(row[0]) for row in con.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()]  # noqa: S608
            if kind == "parquet":
                types = con.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()  # noqa: S608
                assert {str(row[0]): seen_in_parquet(str(row[1])) for row in types} == fields
            assert names == [column["name"] for column in item["schema"]["fields"]]
            assert all(column["description"] for column in item["schema"]["fields"])
            ((found,),) = con.execute(f"SELECT count(*) FROM {reader}").fetchall()  # noqa: S608
            mart = f"marts.{item['name'].replace('-', '_')}"
            assert found == asked(run, demo_source, f"SELECT count(*) AS n FROM {mart}")[0]["n"]  # noqa: S608
    assert f"Wrote {len(MARTS)} tables" in out


# How a table schema writes values, as its standard (Data Package) says.
_WRITTEN = {
    "integer": r"[+-]?\d+",
    "number": r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|NaN|-?INF",
    "boolean": r"true|True|TRUE|1|false|False|FALSE|0",
    "date": r"\d{4}-\d\d-\d\d",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?",
    "string": r"(?s).*",
}


def is_of_type(cell: str, kind: str) -> bool:
    """Return whether a cell of a CSV file is a value of its type; an empty one is missing."""
    return cell == "" or re.fullmatch(_WRITTEN[kind], cell) is not None


def seen_in_parquet(kind: str) -> str:
    """Return what readers of packages see of a column of DuckDB's type."""
    if kind.endswith("[]"):
        return "any"
    if kind.endswith("INT") or kind in ("INTEGER", "DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return "number"
    return {"VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime"}[kind]


def test_files_are_replaced_only_with_overwrite(run: Run, demo_source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"mine")
    code, _, err = run("export", target, "--data", demo_source)
    assert code == 2
    assert "exists already; name another file, or use --overwrite." in err
    code, _, err = run("export", tmp_path, "--as", "csv", "--data", demo_source)
    assert code == 2
    assert "is not empty; name a new folder." in err
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]
    assert run("export", target, "--data", demo_source, "--overwrite")[0] == 0
    assert target.read_bytes()[:2] == b"PK"


def test_only_workbooks_are_written(run: Run, demo_source: Path, tmp_path: Path) -> None:
    code, _, err = run("export", tmp_path / "out.pdf", "--data", demo_source)
    assert code == 2
    assert ".xlsx" in err


def test_a_missing_folder_is_reported(run: Run, demo_source: Path, tmp_path: Path) -> None:
    code, _, err = run("export", tmp_path / "nowhere" / "out.xlsx", "--data", demo_source)
    assert code == 2
    assert "cannot be written" in err
    assert not list(tmp_path.rglob("*.unfinished"))
