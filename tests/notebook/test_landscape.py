"""The notebook object: read-only, the figures of the marts, and nothing of the registry's text becomes HTML."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import trialscape as ts
from tests.functional.conftest import demo_source, refresh_demo, run
from tests.sql.worlds import hand_made
from tests.support.tables.tables import build
from trialscape.cli.main import main
from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError, WarehouseError
from trialscape.notebook.landscape import Landscape

__all__ = ["demo_source", "refresh_demo", "run"]

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def landscape(demo_source: Path) -> Iterator[Landscape]:
    with ts.open(demo_source) as found:
        yield found


def test_a_comparison_has_the_rows_of_the_command(landscape: Landscape, run: object, demo_source: Path) -> None:
    frame = landscape.compare("a", "cancers")
    _, out, _ = run("compare", "--report", "A", "--dimension", "cancer", "--data", demo_source, "--format", "json")  # type: ignore[operator]
    rows = json.loads(out)
    assert list(frame.columns) == list(rows[0])
    assert frame["segment"].tolist() == [row["segment"] for row in rows]
    assert frame["probability_over"].tolist() == [row["probability_over"] for row in rows]
    assert frame["pipeline_share"].between(0, 1).all()
    assert frame.attrs["warning"] == DEMO_WARNING
    assert frame.attrs["note"] == "A share of trials in a registry is not a share of revenue."


def test_trials_are_those_of_the_segment(landscape: Landscape, run: object, demo_source: Path) -> None:
    frame = landscape.trials("A", "cancer", "lung", cohort="refractory", scope="active")
    place = ("--report", "A", "--dimension", "cancer", "--segment", "nsclc")
    _, out, _ = run("trials", *place, "--data", demo_source, "--format", "json")  # type: ignore[operator]
    assert set(frame["nct_id"]) == {row["nct_id"] for row in json.loads(out)}
    assert len(landscape.trials()) == landscape.sql("SELECT count(*) AS n FROM marts.trial")["n"][0]
    with pytest.raises(UsageError, match="needs all of report, dimension and segment"):
        landscape.trials("A")


def test_an_explanation_quotes_the_record(landscape: Landscape) -> None:
    nct_id = landscape.trials(scope="active")["nct_id"][0]
    found = landscape.explain(nct_id.lower())
    assert found.labels["quote"].notna().any()
    assert repr(found).startswith(nct_id)
    assert nct_id in found._repr_html_()
    with pytest.raises(UsageError, match="not the registry id of a tracked trial"):
        landscape.explain("NCT99999999")


@pytest.mark.parametrize("statement", ["DELETE FROM marts.trial", "COPY marts.trial TO 'x.csv'", "SELECT 1; SELECT 2"])
def test_statements_that_write_are_refused(landscape: Landscape, statement: str) -> None:
    with pytest.raises(UsageError):
        landscape.sql(statement)


def test_parameters_are_bound_as_values(landscape: Landscape) -> None:
    query = "SELECT count(*) AS n FROM marts.trial WHERE sponsor = $sponsor"
    assert landscape.sql(query, sponsor="' OR 1=1 --")["n"][0] == 0


def test_texts_are_escaped_in_html(tmp_path: Path) -> None:
    world = hand_made()
    world.records[0]["protocolSection"]["identificationModule"]["briefTitle"] = HOSTILE
    for row in world.rows("evidence"):
        row["quote"] = HOSTILE
    with ts.open(build(world, tmp_path)) as found:
        pages = [found._repr_html_(), found.explain("NCT00000001")._repr_html_(), found.trials().to_html()]
    assert "&lt;script&gt;" in pages[1]
    assert all("<script" not in page for page in pages)


def test_a_folder_without_a_warehouse_is_reported(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="No warehouse has been built"):
        ts.open(tmp_path)


def test_charts_are_those_of_the_report(landscape: Landscape, demo_source: Path, tmp_path: Path) -> None:
    assert (
        main(["report", "-o", str(tmp_path / "page.html"), "--charts", str(tmp_path), "--data", str(demo_source)]) == 0
    )
    listed = landscape.charts()
    files = {path.stem for path in tmp_path.glob("*.svg")}
    assert files <= set(listed["id"])
    chart = landscape.chart("density a")
    assert chart.svg() == (tmp_path / "density-A.svg").read_text(encoding="utf-8")
    assert "<svg" in chart._repr_html_()
    assert chart.specification["datasets"]["rows"]
    with (tmp_path / "density-A.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert (list(chart.table.columns), len(chart.table)) == (heading, len(rows))
    assert DEMO_WARNING in repr(chart)
    with pytest.raises(UsageError, match="There is no chart 'densty-A'; did you mean density-A"):
        landscape.chart("densty-A")


def test_importing_the_package_loads_nothing_else() -> None:
    asked = "import sys; before = set(sys.modules); import trialscape; print(*sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in loaded if name.split(".")[0] not in sys.stdlib_module_names} == {"trialscape"}


def test_the_notebook_in_docs_runs(demo_source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = json.loads((DOCS / "landscape.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert cells
    monkeypatch.chdir(demo_source.parent)
    names: dict[str, object] = {}
    for cell in cells:
        exec(compile(cell.replace('"data"', repr(str(demo_source))), "landscape.ipynb", "exec"), names)  # noqa: S102
    found = names["landscape"]
    assert isinstance(found, Landscape)
    found.close()
