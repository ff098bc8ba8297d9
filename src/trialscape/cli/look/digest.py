"""The command digest: the digest of the latest refresh that published."""

from enum import StrEnum
from typing import Annotated

import typer

from trialscape.cli.shared.options import Data
from trialscape.steps.digest.send_digest import read_digest


class DigestFormat(StrEnum):
    """How a digest is printed."""

    markdown = "markdown"
    json = "json"


def digest(
    data: Data,
    form: Annotated[DigestFormat, typer.Option("--format", help="markdown for people, json for programs.")] = (
        DigestFormat.markdown
    ),
    run: Annotated[str | None, typer.Option("--run", help="The digest of this run; default: the newest.")] = None,
) -> None:
    """Print the digest of the latest refresh: changes, segments that moved, verdicts and claims that flipped."""
    typer.echo(read_digest(data, "md" if form is DigestFormat.markdown else "json", run), nl=False)
