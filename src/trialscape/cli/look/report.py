"""The ``report`` command: the landscape as one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.shared.options import Data
from trialscape.cli.shared.output import Format, warn_if_demo
from trialscape.cli.shared.progress import LatestCount, reported
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.errors import UsageError


@with_source_options
def report(
    data: Data,
    target: Annotated[Path, typer.Option("--output", "-o", help="File to write, such as landscape.html.")] = Path(
        "landscape.html"
    ),
    charts: Annotated[
        Path | None, typer.Option("--charts", file_okay=False, help="Also write each chart as SVG, PNG and CSV here.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
) -> None:
    """Write the landscape as one HTML file, which opens in any browser and needs no network.

    Examples: trialscape report; trialscape report -o landscape.html --charts charts
    """
    _check_targets(target, charts, overwrite=overwrite)
    # jinja2 and altair take half a second to load, and no other command needs them.
    from trialscape.report.charts.files import write_charts
    from trialscape.report.page.figures import all_figures
    from trialscape.report.page.read_page import read_page
    from trialscape.report.page.write_page import write_page

    step = LatestCount("tables")
    with open_shown(data) as warehouse, reported("Reading the tables", latest=step.words):
        warn_if_demo(warehouse, Format.table)
        page = read_page(warehouse, step)
    step = LatestCount("trials")
    with reported("Writing the page", latest=step.words):
        write_page(page, target, step)
    typer.echo(f"Wrote {target} ({target.stat().st_size / 1e6:.1f} MB).")
    if charts is not None:
        step = LatestCount("charts")
        with reported("Drawing the charts", latest=step.words):
            drawn = write_charts(all_figures(page), charts, step)
        typer.echo(f"Wrote {drawn} charts as SVG, PNG and CSV into {charts}.")


def _check_targets(target: Path, charts: Path | None, *, overwrite: bool) -> None:
    if target.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{target} should end in .html; for a workbook use 'trialscape export'.")
    if overwrite:
        return
    if target.exists():
        raise UsageError(f"{target} exists already; name another file, or use --overwrite.")
    if charts is not None and charts.is_dir() and any(charts.iterdir()):
        raise UsageError(f"{charts} holds files already; name another folder, or use --overwrite.")
