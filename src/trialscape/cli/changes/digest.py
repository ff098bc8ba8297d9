"""The command digest: the digest of the latest refresh that published."""

import datetime as dt
import sys
from enum import StrEnum
from typing import Annotated

import orjson
import typer

from trialscape.cli.shared.filters import SCOPES, Scope
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import ConfigFolder, Data
from trialscape.cli.shared.printable import escaped
from trialscape.cli.shared.spans import day_of
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import UsageError
from trialscape.report.digest import as_markdown
from trialscape.steps.digest.compose_digest import USUAL_SCOPE, digest_since
from trialscape.steps.digest.send_digest import read_digest


class DigestFormat(StrEnum):
    """How a digest is printed."""

    markdown = "markdown"
    json = "json"


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

    Watchlists (watchlists.toml) come first. Examples: trialscape digest; trialscape digest --since 7d
    """
    scope = resolve_name("scope", scope, SCOPES)
    if since is None:
        content = read_digest(data, scope, run)
    elif run is not None:
        raise UsageError("--since and --run name two digests; use one of them.")
    else:
        day = day_of(since, dt.datetime.now(dt.UTC).date())
        sys.stderr.write(f"Rebuilding the landscape of {day}, unless it is published; this takes some seconds.\n")
        content = digest_since(load_chosen(folder), data, day, scope)
    if form is DigestFormat.markdown:
        typer.echo(as_markdown(content), nl=False)
    else:
        typer.echo(escaped(orjson.dumps(content, option=orjson.OPT_INDENT_2, default=str).decode()))
