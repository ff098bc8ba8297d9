"""The command export: the marts as a workbook, or as a folder of CSV or Parquet files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.shared.options import Data
from trialscape.cli.shared.output import Format, as_csv, warn_if_demo
from trialscape.cli.shared.progress import LatestCount, reported
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import UsageError


class Files(StrEnum):
    """What is written: a workbook, or a folder with one file for each table."""

    xlsx = "xlsx"
    csv = "csv"
    parquet = "parquet"


@with_source_options
def export(
    target: Annotated[Path, typer.Argument(help="File to write, such as trialscape.xlsx, or with --as a new folder.")],
    data: Data,
    kind: Annotated[
        Files, typer.Option("--as", case_sensitive=False, help="xlsx, or a folder of csv or parquet files.")
    ] = Files.xlsx,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a workbook that exists.")] = False,
) -> None:
    """Write the figures as an Excel workbook with charts, or every table as CSV or Parquet with a data package.

    Examples: trialscape export landscape.xlsx; trialscape export tables --as parquet
    """
    # These modules take a quarter of a second to load, and no other command needs them.
    from trialscape.report.workbook.data_package import write_data_package
    from trialscape.report.workbook.write_workbook import write_workbook

    if kind is Files.xlsx:
        _check_workbook(target, overwrite=overwrite)
    step = LatestCount("tables")
    with open_shown(data) as warehouse, reported("Writing the tables", latest=step.words):
        warn_if_demo(warehouse, Format.table)
        if kind is Files.xlsx:
            write_workbook(warehouse, target, DEMO_WARNING, step)
            typer.echo(f"Wrote {target} ({target.stat().st_size / 1e6:.1f} MB).")
        else:
            count = write_data_package(warehouse, target, kind.value, as_csv, DEMO_WARNING, step)
            typer.echo(f"Wrote {count} tables and datapackage.json into {target}.")


def _check_workbook(target: Path, *, overwrite: bool) -> None:
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} should end in .xlsx; for a folder of files use --as csv or --as parquet.")
    if target.exists() and not overwrite:
        raise UsageError(f"{target} exists already; name another file, or use --overwrite.")
