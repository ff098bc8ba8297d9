"""What 'trialscape' alone prints: what the data folder holds, and three commands to try."""

import os
from pathlib import Path

import typer

from trialscape import __version__
from trialscape.cli.shared.options import DATA_VARIABLE
from trialscape.cli.shared.output import Format, warn_if_demo, wrapped
from trialscape.data_folder import warehouse_folder
from trialscape.errors import WarehouseError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse, open_current

_TITLE = "immuno-oncology trials after checkpoint-inhibitor failure, compared with the segments of market reports"
_FULL = (
    ("compare", "pipeline against market"),
    ("find --cancer lung --setting refractory", "trials for a patient"),
    ("report", "one HTML page"),
)
_EMPTY = (
    ("demo", "a demonstration without the network"),
    ("doctor", "does the registry answer this machine?"),
    ("refresh", "fetch the trials and build the comparison"),
)


def print_overview() -> None:
    """Print what the default data folder holds and what to do with it."""
    data = Path(os.environ.get(DATA_VARIABLE, "data"))
    typer.echo(wrapped(f"trialscape {__version__}: {_TITLE}"))
    try:
        with open_current(warehouse_folder(data)) as warehouse:
            warn_if_demo(warehouse, Format.table)
            typer.echo("\n" + wrapped(_held(warehouse, data)))
        commands = _FULL
    except WarehouseError:
        typer.echo(
            "\n" + wrapped(f"The data folder {data} holds no warehouse (--data or ${DATA_VARIABLE} names another).")
        )
        commands = _EMPTY
    widest = max(len(command) for command, _ in commands)
    typer.echo("\nTry:")
    for command, what in commands:
        typer.echo(f"  trialscape {command.ljust(widest)}  {what}")
    typer.echo("\n'trialscape --help' lists all commands, 'trialscape COMMAND --help' explains one.")


def _held(warehouse: Warehouse, data: Path) -> str:
    names, rows = warehouse.query(query_text("look/overview"))
    held = dict(zip(names, rows[0], strict=True))
    return (
        f"The data folder {data} holds {held['trial_count']:,} trials as of {held['as_of']}: "
        f"{held['active_trial_count']:,} are active, and {held['required_trial_count']:,} take only patients whose "
        f"checkpoint inhibitor has failed. They are compared with {held['market_report_count']} market reports. "
        f"{held['change_count']:,} changes were seen in the last 30 days."
    )
