"""The command review: the labels to check first, a curator's decisions, and how often they agree with the rules."""

import csv
import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.rules.labels import AXES
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.steps.curate import OVERRIDE_COLUMNS, add_overrides
from trialscape.warehouse.reader import Warehouse

_COLUMNS = ("nct_id", "axis", "labels", "confidence", "influence", "figure", "quotes", "brief_title")
# What a narrow terminal does without, the first one first.
_SPARE = ("quotes", "figure", "influence", "brief_title")
_LEGEND = (
    "confidence: chance that the labels are right, from labelled trials. influence: largest share of the trial in a "
    "published figure. Decide with: trialscape review --decide NCT... --axis AXIS --label LABEL --reason '...' "
    "--author NAME --config FOLDER; several labels are joined by |."
)
_AGREEMENT_LEGEND = (
    "Labels agree if curator and rules give exactly the same labels on the axis. Curators look first at unsure "
    "labels, so this does not estimate how often the rules are right. kappa: agreement beyond chance; "
    "empty where one side gives all trials the same labels."
)


@with_source_options
def review(
    data: Data,
    axis: Annotated[str | None, typer.Option("--axis", help="Only this axis, such as ici_setting.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100_000, help="How many to list.")] = 20,
    export: Annotated[Path | None, typer.Option("--export", help="Write them to a CSV file to fill in.")] = None,
    take: Annotated[Path | None, typer.Option("--import", help="Read decisions from a filled-in CSV file.")] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="Show how often curators and rules agree.")] = False,
    decide: Annotated[str | None, typer.Option("--decide", help="Trial to label.")] = None,
    label: Annotated[str, typer.Option("--label", help="The right labels, joined by |.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, in ten characters or more.")] = "",
    author: Annotated[str, typer.Option("--author", help="Who decides.")] = "",
    folder: ConfigFolder = None,
    form: OutputFormat = Format.table,
) -> None:
    """List the labels to check first, or write a curator's decision into the overrides of --config FOLDER.

    Example: trialscape review --axis ici_setting --most 50
    """
    if decide is not None or take is not None:
        rows = _read(take) if take is not None else [_decision(decide or "", axis or "", label, reason, author)]
        count = add_overrides(_own(folder), rows)
        typer.echo(f"Wrote {count} decisions to {_own(folder) / 'overrides.csv'}; 'trialscape build' applies them.")
        return
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        if agreement:
            _print_agreement(warehouse, axis, form)
            return
        axis = axis and resolve_name("axis", axis, AXES)
        columns, found = warehouse.query(query_text("explain/review"), {"axis": axis, "most": most})
        records = [dict(zip(columns, row, strict=True)) for row in found]
        if export is not None:
            _export(export, records)
            typer.echo(f"Wrote {len(records)} rows to {export}; fill in label, reason and author, and --import it.")
        elif form is not Format.table:
            print_rows(columns, found, form)
        else:
            print_rows(_COLUMNS, [_shown(row) for row in records], form, title="Labels to check first", spare=_SPARE)
            typer.echo(wrapped(_LEGEND))
            typer.echo(provenance(warehouse))


def _print_agreement(warehouse: Warehouse, axis: str | None, form: Format) -> None:
    columns, rows = warehouse.query(query_text("explain/curator_agreement"), {"axis": axis})
    if form is not Format.table:
        print_rows(columns, rows, form)
    elif not rows:
        typer.echo("No curator has decided a label of a tracked trial yet.")
    else:
        names = ("axis", "trials", "agreed", "agreement", "kappa", "other labels by the rules")
        shown = [
            [name, trials, agreed, f"{share:.2f}", None if kappa is None else f"{kappa:.2f}", ", ".join(others)]
            for name, trials, agreed, share, kappa, others in rows
        ]
        print_rows(names, shown, form, title="Agreement of curators and rules")
        typer.echo(wrapped(_AGREEMENT_LEGEND))
        typer.echo(provenance(warehouse))


def _shown(row: dict[str, Any]) -> list[Any]:
    shown = {
        **row,
        "labels": ", ".join(row["labels"]),
        "confidence": f"{row['confidence']:.2f}",
        "influence": f"{100 * row['influence']:.1f} %",
        "quotes": "; ".join(quote[:60] for quote in row["quotes"][:2]),
    }
    return [shown[name] for name in _COLUMNS]


def _own(folder: Path | None) -> Path:
    """Return the curator's folder; raises UsageError for the shipped folder, and ConfigError for one with errors."""
    if folder is None:
        raise UsageError("Decisions need --config FOLDER; 'trialscape config new FOLDER' makes one.")
    load_chosen(folder)
    return folder


def _decision(trial: str, axis: str, label: str, reason: str, author: str) -> dict[str, str]:
    date = dt.datetime.now(dt.UTC).date().isoformat()
    return {"nct_id": trial.upper(), "axis": axis, "label": label, "reason": reason, "author": author, "date": date}


def _export(path: Path, records: list[dict[str, Any]]) -> None:
    if path.exists():
        raise UsageError(f"{path} exists already; name another file.")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*OVERRIDE_COLUMNS, "found", "confidence", "quotes", "title"))
        for row in records:
            found = ("|".join(row["labels"]), f"{row['confidence']:.3f}", " / ".join(row["quotes"]), row["brief_title"])
            writer.writerow((row["nct_id"], row["axis"], "", "", "", "", *map(_safe, found)))


def _safe(cell: str | None) -> str:
    """Return text of the registry in a form that a spreadsheet does not evaluate."""
    return "'" + cell if cell and cell[0] in "=+-@\t\r" else cell or ""


def _read(path: Path) -> list[dict[str, str]]:
    """Return the rows of an exported file that have a label; rows without a date get today's."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, columns = list(reader), set(reader.fieldnames or ())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} is not a CSV file in UTF-8: {error}.") from error
    if not set(OVERRIDE_COLUMNS) <= columns:
        raise UsageError(f"{path} lacks columns; it needs {', '.join(OVERRIDE_COLUMNS)}, as --export writes them.")
    decided = [row for row in rows if (row["label"] or "").strip()]
    return [
        _decision(row["nct_id"], row["axis"], row["label"], row["reason"], row["author"])
        | ({"date": row["date"]} if row["date"] else {})
        for row in decided
    ]
