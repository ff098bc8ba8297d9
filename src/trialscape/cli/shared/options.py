"""Options that several commands share. Commands without a warehouse load no module that prints or opens one."""

import errno
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trialscape.data_folder import archive_folder
from trialscape.errors import ArchiveError

DATA_VARIABLE = "TRIALSCAPE_DATA"
CONFIG_VARIABLE = "TRIALSCAPE_CONFIG"
# What the system says of a path that can name no file or folder.
NO_PATH = frozenset((errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR))
DEMO_HINT = "'trialscape demo' makes a demonstration without the network."


class Format(StrEnum):
    """How rows are printed; ``json`` is an array with one object a row."""

    table = "table"
    json = "json"
    csv = "csv"


def possible_folder(folder: Path) -> Path:
    """Return ``folder``; raise the OSError of a path that can name no folder, which ends every command with code 2."""
    try:
        folder.stat()
    except OSError as error:
        if error.errno in NO_PATH:
            raise
    return folder


Data = Annotated[
    Path,
    typer.Option(
        "--data",
        help=f"Folder of archive and warehouse; default: ${DATA_VARIABLE}, else ./data.",
        file_okay=False,
        callback=possible_folder,
        default_factory=lambda: Path(os.environ.get(DATA_VARIABLE, "data")),
        show_default=False,
    ),
]
ConfigFolder = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar=CONFIG_VARIABLE,
        help="Folder with your additions and changes to the shipped configuration, or with a whole one.",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", help="Everything before /studies, such as http://127.0.0.1:8911/api/v2."),
]
RegistryClock = Annotated[
    bool,
    typer.Option(
        "--registry-clock", help="Use the registry's post dates, not the days on which the tracker saw records."
    ),
]
RulesOfThen = Annotated[
    bool,
    typer.Option(
        "--rules-of-then", help="Use the rules in force on that day, as stored in the data folder; default: today's."
    ),
]
OutputFormat = Annotated[
    Format, typer.Option("--format", case_sensitive=False, help="table for people; json (rows as objects) or csv.")
]


def stored_archive(data: Path) -> Path:
    """Return the folder of the archive. Raises ArchiveError when there is none.

    This check prevents that a mistyped data folder is created or reported as intact.
    """
    folder = archive_folder(data)
    if not folder.exists():
        raise ArchiveError(
            f"There is no archive in {data}; check --data, or run 'trialscape refresh' first. {DEMO_HINT}"
        )
    return folder
