"""The ``export`` command: all marts as an Excel workbook."""

from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.shared.options import Data
from trialscape.cli.shared.output import Format, warn_if_demo
from trialscape.cli.shared.source import open_shown, readable
from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError


@readable
def export(
    target: Annotated[Path, typer.Argument(help="File to write, such as trialscape.xlsx.")],
    data: Data,
) -> None:
    """Write the marts of the published warehouse as an Excel workbook."""
    # pandas takes a quarter of a second to load, and no other command needs it.
    from trialscape.report.figures import read_figures
    from trialscape.report.workbook import write_workbook

    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} should end in .xlsx; for CSV use 'trialscape sql ... --format csv'.")
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, Format.table)
        figures = read_figures(warehouse)
    write_workbook(figures, target, DEMO_WARNING)
    typer.echo(f"Wrote {target} with {len(figures.tables) + 1} sheets.")
