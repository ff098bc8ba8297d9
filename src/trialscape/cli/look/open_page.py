"""The command open: the HTML report of the published landscape, shown in the browser."""

import webbrowser
from typing import Annotated

import typer

from trialscape.cli.shared.options import Data
from trialscape.cli.shared.output import Format, warn_if_demo
from trialscape.cli.shared.progress import LatestCount, reported
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.errors import WarehouseError

FILE = "landscape.html"


@with_source_options
def open_page(
    data: Data,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Show it in the browser; or only write it.")
    ] = True,
) -> None:
    """Write the HTML report into the data folder and show it in the browser.

    Example: trialscape open
    """
    # jinja2 and altair take half a second to load, and few commands need them.
    from trialscape.report.page.read_page import read_page
    from trialscape.report.page.write_page import write_page

    target = data / FILE
    step = LatestCount("tables")
    with open_shown(data) as warehouse, reported("Reading the tables", latest=step.words):
        warn_if_demo(warehouse, Format.table)
        page = read_page(warehouse, step)
    step = LatestCount("trials")
    try:
        with reported("Writing the page", latest=step.words):
            write_page(page, target, step)
    except OSError as error:
        raise WarehouseError(
            f"{target} cannot be written: {error.strerror}; name another place with 'trialscape report -o FILE'."
        ) from error
    is_shown = browser and webbrowser.open(target.resolve().as_uri())
    typer.echo(f"Wrote {target}{' and opened it' if is_shown else ''}.")
    if browser and not is_shown:
        typer.echo("No browser was found; open the file in one.")
