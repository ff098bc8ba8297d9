"""The command that imports records from files."""

import datetime as dt
import signal
import sys
from typing import Annotated

import typer

from trialscape.cli.shared.options import ConfigFolder, Data
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.progress import LatestStep, counted, reported
from trialscape.cli.shared.spans import given_day
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import PartialError
from trialscape.steps.build.build_warehouse import build_warehouse
from trialscape.steps.fetch.import_files import ImportOptions, ImportResult, import_files
from trialscape.steps.run.run_lock import hold_folder

# Unreadable records that are shown one by one.
_SHOWN = 20


def import_records(
    files: Annotated[
        list[str],
        typer.Argument(help="Zip of JSON files, JSON Lines, JSON pages, folders of these, .gz too; - for stdin."),
    ],
    data: Data,
    folder: ConfigFolder = None,
    date: Annotated[
        dt.date | None,
        typer.Option(
            "--date", parser=given_day, metavar="DAY", help="Day of the data; default: the records' own, else today."
        ),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="The files hold the whole registry: missing trials have left it.")
    ] = False,
    keep_all: Annotated[bool, typer.Option("--all", help="Also archive records that no search finds.")] = False,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="With --whole: accept a search that lost many trials.")
    ] = False,
) -> None:
    """Import records from files instead of the registry, and publish a new warehouse.

    The searches are evaluated on this machine; records that no search finds are left out. Unreadable records are
    reported on standard error and left out, and the exit code is 3.

    Example: trialscape import ctg-studies.json.zip --whole
    """
    config = load_chosen(folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = ImportOptions(date, whole, keep_all, accept_shrink)
    with hold_folder(data, "import"):
        done = import_files(config, data, files, options, counted("records read"))
        _print_result(done)
        step = LatestStep("reading the archive")
        with reported("Building the warehouse", latest=step.words):
            built = build_warehouse(config, data, on_trials=step.trials)
    typer.echo(f"Published {built.path} with {built.trials} trials, rules {built.rule_version}.")
    if bad := done.progress.bad:
        raise PartialError(f"{len(bad)} of {done.progress.read} records could not be read; the others are imported.")


def _print_result(result: ImportResult) -> None:
    done = result.progress
    for item in done.bad[:_SHOWN]:
        name = f" ({item.nct_id})" if item.nct_id else ""
        sys.stderr.write(printable(f"{item.file}, line {item.line}{name}: {item.reason}") + "\n")
    if len(done.bad) > _SHOWN:
        sys.stderr.write(f"and {len(done.bad) - _SHOWN} more that could not be read\n")
    if result.continued:
        typer.echo(f"Continued after {result.continued} records, which an earlier start had read.")
    typer.echo(
        f"Edition {done.edition}: {done.read} records read, {done.matched} found by a search; {done.new} new, "
        f"{done.changed} changed, {result.summary.left} left, {done.unneeded} found by no search and left out."
    )
