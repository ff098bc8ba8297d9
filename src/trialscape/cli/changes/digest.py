"""The command digest: the digest of the latest refresh that published."""

import datetime as dt
import html
import re
import sys
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.markdown import Markdown

from trialscape.cli.shared.filters import SCOPES, Scope
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import ConfigFolder, Data
from trialscape.cli.shared.output import Format, print_rows
from trialscape.cli.shared.printable import escaped
from trialscape.cli.shared.progress import reported
from trialscape.cli.shared.source import chosen_moment, is_source_chosen, open_shown, with_source_options
from trialscape.cli.shared.spans import day_of
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import UsageError
from trialscape.report.digest import as_markdown
from trialscape.steps.digest.compose_digest import USUAL_SCOPE, digest_of, of_scope, past_state
from trialscape.steps.digest.send_digest import read_digest
from trialscape.steps.inputs.as_of import LandscapeMoment

# Longer lines are hard to read.
_LINE = 118
# Columns of a table that a narrow terminal does without, the first one first.
_SPARE = ("in by rules", "out by rules", "in by record", "out by record", "cohort", "share before", "left", "new")


class DigestFormat(StrEnum):
    """How a digest is printed."""

    markdown = "markdown"
    json = "json"


@with_source_options
def digest(
    data: Data,
    form: Annotated[
        DigestFormat, typer.Option("--format", case_sensitive=False, help="markdown for people, json for programs.")
    ] = (DigestFormat.markdown),
    run: Annotated[str | None, typer.Option("--run", help="The digest of this run; default: the newest.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Everything since this day, such as 2026-11-06 or 7d."),
    ] = None,
    scope: Scope = USUAL_SCOPE,
    folder: ConfigFolder = None,
) -> None:
    """Print the digest of the latest refresh: changes, segments that moved, verdicts and claims that flipped.

    Watchlists (watchlists.toml) come first. With --as-of or --warehouse the digest ends there; --since counts back from
    it.

    Examples: trialscape digest; trialscape digest --since 7d
    """
    scope = resolve_name("scope", scope, SCOPES)
    if since is None and not is_source_chosen():
        content = read_digest(data, scope, run)
    elif run is not None:
        raise UsageError("--run names a stored digest; it cannot be combined with --since, --as-of or --warehouse.")
    else:
        content = of_scope(_composed(data, since, folder), scope)
    if form is DigestFormat.markdown:
        _print_markdown(as_markdown(content))
    else:
        typer.echo(escaped(orjson.dumps(content, option=orjson.OPT_INDENT_2, default=str).decode()))


def _print_markdown(text: str) -> None:
    """Print the document itself, or in a terminal what it looks like, wrapped; tables leave out what does not fit."""
    console = Console()
    if not console.is_terminal:
        typer.echo(text, nl=False)
        return
    for is_table, lines in groupby(text.splitlines(), lambda line: line.startswith("|")):
        if is_table:
            heading, _, *rows = map(_cells, lines)
            print_rows(heading, rows, Format.table, spare=_SPARE)
        else:
            console.print(Markdown("\n".join(lines)), width=min(console.width, _LINE))


def _cells(line: str) -> list[str]:
    """Return the cells of a line of a table as they look: without the signs that make markup harmless."""
    cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
    return [html.unescape(re.sub(r"\\(.)", r"\1", cell)) for cell in cells]


def _composed(data: Path, since: str | None, folder: Path | None) -> dict[str, Any]:
    """Return the digest of the chosen landscape, compared with that of the day ``since``."""
    moment = chosen_moment()
    end = (moment and moment.as_of) or dt.datetime.now(dt.UTC).date()
    start = day_of(since, end) if since else None
    if start is not None and start > end:
        raise UsageError(f"{start} is later than {end}; --since names the earlier day.")
    before, by_registry = None, moment is not None and moment.registry_clock
    if start is not None:
        sys.stderr.write(f"Rebuilding the landscape of {start}, unless it is published; this takes some seconds.\n")
        with reported("Rebuilding"):
            before = past_state(load_chosen(folder), data, LandscapeMoment(start, by_registry))
    with open_shown(data) as warehouse:
        return digest_of(warehouse, before, start if by_registry else None)
