"""Gather the pages of the documentation site: the files of ``docs``, and pages that are made from the sources.

usage: python -m tests.docs.pages FOLDER     ("make docs" calls it)
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.main import get_command

from tests.docs.graph_svg import with_svg
from tests.docs.lineage import RECORDS, Lineage
from trialscape.cli.commands import COMMANDS
from trialscape.cli.main import app
from trialscape.paths import sql_folder
from trialscape.warehouse.sqlfiles import SqlFile, find_sql_files

ROOT = Path(__file__).resolve().parents[2]
# Pages that are also in the repository's top folder.
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "DECISIONS.md")
# The place of a page for what is made from the sources.
MARK = "<!-- help of every command -->"
WIDTH = 100

_INTRODUCTION = """\
# Data dictionary

Every table of the published DuckDB file, with its grain, its columns and where it comes from. This page is made from
the headers of the files in `sql/`, which are also the comments in the database (`trialscape sql .marts`, `trialscape
sql ".columns marts.trial"`). Figures are in `marts`; the other layers are their parts.

**Rests on** names what decides the content of a table in the end: the records, and files of `config/`.
"""


def gather(folder: Path) -> None:
    """Write all pages into ``folder``, which is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder)
    for name in BESIDE:
        (folder / name.lower()).write_text(_moved((ROOT / name).read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "dictionary.md").write_text(dictionary(), encoding="utf-8")
    page = folder / "architecture.md"
    page.write_text(with_svg(page.read_text(encoding="utf-8")), encoding="utf-8")
    page = folder / "commands.md"
    page.write_text(page.read_text(encoding="utf-8").replace(MARK, command_reference()), encoding="utf-8")


def _moved(text: str) -> str:
    """Return a page of the first folder with links that hold inside ``docs``."""
    return text.replace("(docs/", "(").replace("`docs/", "`")


def dictionary() -> str:
    """Return the data dictionary as Markdown."""
    lineage = Lineage(find_sql_files(sql_folder()))
    lines, layer = [_INTRODUCTION], ""
    for file in lineage.tables():
        if file.schema != layer:
            layer = file.schema
            lines += [f"## {layer}", ""]
        lines += _table(file, lineage)
    return "\n".join(lines)


def _table(file: SqlFile, lineage: Lineage) -> Iterator[str]:
    yield from (f"### {file.table}", "", f"{_text(file.title)} {_text(file.definition)}", "")
    yield f"- **One row for each** {', '.join(f'`{name}`' for name in file.grain) or 'entry; rows may repeat'}"
    yield f"- **File** `sql/{file.place}`"
    if parents := lineage.parents(file.table):
        yield f"- **Reads** {_links(parents)}"
    if children := lineage.children(file.table):
        yield f"- **Read by** {_links(children)}"
    yield f"- **Rests on** {_sources(lineage.sources(file.table)) or 'nothing but itself'}"
    yield from ("", "| column | meaning |", "|---|---|")
    yield from (f"| `{name}` | {_text(meaning)} |" for name, meaning in file.columns.items())
    yield ""


def _sources(names: list[str]) -> str:
    """Return the sources in words; a file of a folder that is named as a whole is left out."""
    kept = [name for name in names if name.partition("/")[0] not in names or "/" not in name]
    return ", ".join(name if name == RECORDS else f"`{name}`" if "." in name else f"`{name}/`" for name in kept)


def _links(tables: list[str]) -> str:
    return ", ".join(f"[{name}](#{name.replace('.', '')})" for name in tables)


def _text(words: str) -> str:
    """Return words of a header as Markdown that shows them unchanged."""
    return re.sub(r"([|<>*_\[\]])", r"\\\1", words)


def command_reference() -> str:
    """Return the help of every command as Markdown."""
    lines: list[str] = []
    for name, command in _commands():
        lines += [f"### {name}", "", "```text", _help(command, name), "```", ""]
    return "\n".join(lines)


def _commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    group = get_command(app)
    for name in COMMANDS:
        command = group.commands[name]  # type: ignore[attr-defined]  # the top group
        yield name, command
        for part, single in getattr(command, "commands", {}).items():
            yield f"{name} {part}", single


def _help(command: typer.core.TyperCommand, name: str) -> str:
    context = command.make_context(f"trialscape {name}", [], resilient_parsing=True, terminal_width=WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


if __name__ == "__main__":
    gather(Path(sys.argv[1]))
