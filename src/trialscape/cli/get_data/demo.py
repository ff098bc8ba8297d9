"""The command demo: the demonstration, made from the recordings that are shipped with the program."""

from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.shared.options import possible_folder
from trialscape.cli.shared.output import wrapped
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.progress import LatestStep, reported
from trialscape.config.chosen_folder import load_chosen
from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError
from trialscape.paths import shipped_folder
from trialscape.steps.run.refresh import RefreshObserver, RefreshOptions, refresh_once

_FOLDER = Path("trialscape-demo")
_NEXT = ("compare --report A", "find --cancer lung --setting refractory", "report")


def demo(
    data: Annotated[
        Path,
        typer.Option("--data", help="New folder for the demonstration.", file_okay=False, callback=possible_folder),
    ] = _FOLDER,
) -> None:
    """Build the demonstration in a new folder, without the network.

    It replays two recorded weeks of the registry through the whole pipeline.

    Example: trialscape demo --data trialscape-demo
    """
    if data.exists() and any(data.iterdir()):
        raise UsageError(
            f"{data} is not empty, and a demonstration needs a folder of its own; name another with --data."
        )
    typer.echo(wrapped(DEMO_WARNING))
    asked = RefreshOptions(replay=shipped_folder("cassettes/demo"))
    step = LatestStep("reading the recordings")
    with reported("Building the demonstration", latest=step.words):
        observer = RefreshObserver(step.noting(_show_published), step.page, step.trials)
        refresh_once(load_chosen(None), data, asked, observer)
    typer.echo("\nTry:\n" + "\n".join(f"  trialscape {command} --data {data}" for command in _NEXT))


def _show_published(sentence: str) -> None:
    """Print the sentence that names the published file; the others report on single searches."""
    if sentence.startswith("Published"):
        typer.echo(wrapped(printable(sentence)))
