"""The pages that are made from the sources: every table, column and command, and links that lead somewhere."""

import re
import shutil
from pathlib import Path

from tests.docs.graph_svg import BLOCK
from tests.docs.lineage import ESTIMATED, SOURCES, Lineage
from tests.docs.pages import ROOT, command_reference, dictionary, gather
from tests.support.browser.browser import chromium
from trialscape.cli.commands import COMMANDS
from trialscape.paths import config_folder, sql_folder
from trialscape.warehouse.sqlfiles import find_sql_files

FILES = find_sql_files(sql_folder())


def test_the_dictionary_has_every_table_and_column_and_its_links_hold() -> None:
    page = dictionary()
    anchors = {line.removeprefix("### ").replace(".", "") for line in page.splitlines() if line.startswith("### ")}
    assert set(re.findall(r"\]\(#([a-z0-9_]+)\)", page)) <= anchors
    for file in FILES:
        if file.schema not in ("functions", "checks"):
            assert f"### {file.table}\n" in page
            assert all(f"| `{column}` |" in page for column in file.columns)


def test_every_table_without_sql_has_a_source() -> None:
    assert {file.table for file in FILES if file.schema == "raw"} == {*SOURCES}
    assert {file.table for file in FILES if file.schema == "estimates"} == {*ESTIMATED}
    folder = config_folder(None)
    named = {
        name for names in SOURCES.values() for name in names if "." in name or name in ("axes", "terms", "reports")
    }
    assert [name for name in named if not (folder / name).exists()] == []


def test_lineage_of_a_figure_ends_in_records_and_configuration() -> None:
    lineage = Lineage(FILES)
    assert "concepts.segment_cell" in lineage.parents("marts.segment_pipeline")
    assert "marts.segment_pipeline" in lineage.children("concepts.segment_cell")
    assert {"the registry's records", "reports", "axes", "terms"} <= {*lineage.sources("marts.pipeline_vs_market")}


def test_the_reference_has_every_command_with_its_help() -> None:
    page = command_reference()
    assert [name for name in COMMANDS if f"### {name}\n" not in page] == []
    assert "### config check" in page
    helps = re.findall(r"^### ([^\n]+)\n\n```text\n(.*?)```", page, re.M | re.S)
    assert [name for name, text in helps if "Example" not in text and "Commands:" not in text] == []
    assert "\x1b" not in page


def test_the_site_names_each_page_once_and_every_page_exists(tmp_path: Path) -> None:
    gather(tmp_path / "pages")
    named = re.findall(r"^\s+- [^:\n]+: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    assert sorted(named) == sorted(path.name for path in (tmp_path / "pages").glob("*.md"))


def test_the_drawing_of_the_site_has_every_package_and_import(tmp_path: Path) -> None:
    gather(tmp_path / "pages")
    page = (tmp_path / "pages" / "architecture.md").read_text(encoding="utf-8")
    assert "```mermaid" not in page
    graph = BLOCK.search((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert graph is not None
    packages = set(re.findall(r"^  (\w+)", graph[1], re.M))
    drawn = re.findall(r'font-weight="bold">(\w+)<', page)
    assert (set(drawn), len(drawn)) == (packages, len(packages))
    assert page.count("<path ") == graph[1].count(" --> ")


def test_a_worker_answers_in_a_page_that_is_opened_from_a_folder(tmp_path: Path) -> None:
    """The search of the site is a worker, which browsers refuse there without the script."""
    shutil.copy(ROOT / "docs" / "javascripts" / "iframe-worker.js", tmp_path)
    (tmp_path / "more.js").write_text("self.more = 40;", encoding="utf-8")
    worker = (
        "addEventListener('message', async (event) => {"
        " await importScripts('more.js'); postMessage(event.data + self.more); });"
    )
    (tmp_path / "worker.js").write_text(worker, encoding="utf-8")
    asked = (
        "const worker = new Worker(new URL('worker.js', location));"
        "worker.addEventListener('message', (event) => { document.title = event.data; });"
        "worker.postMessage(2);"
    )
    page = tmp_path / "page.html"
    body = f'<!doctype html><body><script src="iframe-worker.js"></script><script>{asked}</script>'
    page.write_text(body, encoding="utf-8")
    with chromium() as browser:
        shown = browser.new_page()
        shown.goto(page.as_uri())
        shown.wait_for_function("document.title === '42'")
