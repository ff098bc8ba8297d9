"""The ``status`` command: what the data folder holds, and for monitors whether it is fresh."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from trialscape.archive.store import Archive
from trialscape.cli.keep_running.monitor import health, heartbeat_facts
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, warn_if_demo
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.config.chosen_folder import load_chosen
from trialscape.data_folder import archive_folder
from trialscape.errors import WarehouseError

Facts = list[tuple[str, str]]


@with_source_options
def status(
    data: Data,
    folder: ConfigFolder = None,
    form: OutputFormat = Format.table,
    max_age: Annotated[
        str | None,
        typer.Option(
            "--max-age",
            help="For monitors, as 26h: exit code 0 fresh, 13 no successful refresh for so long, 16 the latest failed, "
            "17 no refresh ever succeeded.",
        ),
    ] = None,
) -> None:
    """Show the content of the data folder: last run, published snapshot, trials by search, signals.

    Example: trialscape status --max-age 26h
    """
    if max_age is not None:
        raise typer.Exit(_judge(data, max_age, form))
    config = load_chosen(folder)
    facts = [
        ("data folder", str(data)),
        *heartbeat_facts(data),
        *_archive(data),
        ("rules on disk", config.rule_version),
    ]
    try:
        facts += _warehouse(data, form)
    except WarehouseError as error:
        facts.append(("warehouse", str(error)))
    print_rows(("what", "value"), facts, form)


def _judge(data: Path, limit: str, form: Format) -> int:
    """Print the result, in words or as one row, and return its exit code."""
    found = health(data, limit)
    if form is Format.table:
        typer.echo(printable(f"{found.state.name}: {found.sentence}."))
    else:
        row = {**asdict(found), "state": found.state.name, "exit_code": found.state.value}
        print_rows(list(row), [list(row.values())], form)
    return found.state.value


def _archive(data: Path) -> Facts:
    archive = Archive(archive_folder(data))
    last = archive.last_run()
    if last is None:
        return [("archive", "empty; run 'trialscape refresh'")]
    return [
        ("last run", last.run),
        ("registry edition", last.edition),
        ("runs", str(len(archive.runs()))),
        ("trials known", str(len(archive.known()))),
    ]


def _warehouse(data: Path, form: Format) -> Facts:
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        columns, rows = warehouse.query("SELECT * FROM meta.snapshot")
        _, recall = warehouse.query("SELECT search, title, hit_count FROM marts.search_recall ORDER BY search")
        _, signals = warehouse.query("SELECT kind, place, count(*) FROM raw.signal GROUP BY ALL ORDER BY 3 DESC")
        return [
            ("warehouse", str(warehouse.path)),
            *((name.replace("_", " "), str(value)) for name, value in zip(columns, rows[0], strict=True)),
            *(_search(form, *row) for row in recall),
            *((f"signal {kind}", f"{place}: {count}") for kind, place, count in signals),
        ]


def _search(form: Format, name: str, title: str, count: int) -> tuple[str, str]:
    """Return the trials of a search: for people under its title, for programs under its id."""
    return ("search", f"{count} trials: {title}") if form is Format.table else (f"search {name}", f"{count} trials")
