"""The command digest: the digest of the latest refresh that published."""

from enum import StrEnum
from typing import Annotated

import orjson
import typer

from trialscape.cli.shared.filters import SCOPES, Scope
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import Data
from trialscape.cli.shared.printable import escaped
from trialscape.report.digest import as_markdown
from trialscape.steps.digest.compose_digest import USUAL_SCOPE
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
    scope: Scope = USUAL_SCOPE,
) -> None:
    """Print the digest of the latest refresh: changes, segments that moved, verdicts and claims that flipped."""
    content = read_digest(data, resolve_name("scope", scope, SCOPES), run)
    if form is DigestFormat.markdown:
        typer.echo(as_markdown(content), nl=False)
    else:
        typer.echo(escaped(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()))
