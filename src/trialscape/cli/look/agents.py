"""The command agents: which agents and targets are under study, in how many trials, by phase."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

import typer

from trialscape.cli.shared.names import resolve_in, resolve_name, resolve_of_kind, spellings_of
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.cli.shared.tables import spoken
from trialscape.errors import UsageError
from trialscape.forgiving_names import plain
from trialscape.queries import query_text
from trialscape.report.words import spoken as label_words
from trialscape.warehouse.reader import Warehouse

_LEGEND = (
    "Trials are tracked trials with the agent in an experimental arm; early is up to phase 1/2, late is phase 2/3 "
    "and 3; after checkpoint failure means that patients must have failed a checkpoint inhibitor. A company in "
    "brackets is not stated by the vocabulary: it is the only industry sponsor that leads these trials."
)


@with_source_options
def agents(
    data: Data,
    target: Annotated[
        str | None, typer.Option("--target", help="Only this target, such as LAG-3, or several: CD3xBCMA.")
    ] = None,
    modality: Annotated[str | None, typer.Option("--modality", help="Only this modality, such as tce.")] = None,
    form: OutputFormat = Format.table,
) -> None:
    """List the agents under study with targets, company and trials by phase; with --target also the target's trials.

    Example: trialscape agents --target LAG-3
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        targets = _known_targets(warehouse, target) if target else []
        modality = modality and resolve_of_kind(warehouse, "modality", modality)
        columns, rows = warehouse.query(query_text("look/agents"), {"targets": targets, "modality": modality})
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        shown = [_shown(dict(zip(columns, row, strict=True))) for row in rows]
        title = "Agents under study" + (f" against {_joined(targets)}" if targets else "")
        print_rows(_COLUMNS, shown, form, title=title, spare=_SPARE)
        if targets:
            _print_target(warehouse, _joined(targets), modality)
        typer.echo(wrapped(_LEGEND))
        typer.echo(provenance(warehouse))


# What a narrow terminal does without, the first one first.
_SPARE = (
    "sponsors",
    "first start",
    "stopped",
    "completed",
    "active",
    "early",
    "after checkpoint failure",
    "phase 2",
    "late",
    "company",
)
_COLUMNS = ("agent", "modality", "targets", "company", "trials", "active", "completed", "stopped", "early", "phase 2",
            "late", "after checkpoint failure", "first start", "sponsors")  # fmt: skip

_COUNTED = ("", "active_", "completed_", "stopped_", "early_", "middle_", "late_")


def _shown(row: Mapping[str, Any]) -> list[Any]:
    return [
        row["agent"],
        ", ".join(map(label_words, row["modalities"])),
        _joined(row["targets"]),
        row["company"] or (f"({row['sponsor_seen']})" if row["sponsor_seen"] else None),
        *(row[f"{name}trial_count"] for name in _COUNTED),
        row["required_trial_count"],
        row["first_start_date"],
        ", ".join(row["sponsors"][:2]) + (f", {len(row['sponsors']) - 2} more" if len(row["sponsors"]) > 2 else ""),
    ]


def _print_target(warehouse: Warehouse, target: str, modality: str | None) -> None:
    """Print the trials of a target by modality and phase, including those that name only a class."""
    columns, rows = warehouse.query(query_text("look/target_trials"), {"target": target, "modality": modality})
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    lines = [
        [label_words(row["modality"]), spoken(row["phase_bucket"]), row["trial_count"], row["active_trial_count"],
         row["required_trial_count"], ", ".join(row["agents"]) or "only a class is named",
         ", ".join(row["companies"])]
        for row in records
    ]  # fmt: skip
    names = ("modality", "phase", "trials", "active", "after checkpoint failure", "agents", "companies")
    print_rows(names, lines, Format.table, title=f"Trials against {target}")


def _joined(targets: list[str]) -> str:
    return " x ".join(sorted(targets))


def _known_targets(warehouse: Warehouse, text: str) -> list[str]:
    """Return the targets in ``text``, one or several joined by x, in the vocabulary's spelling."""
    spellings = spellings_of(warehouse, "target")
    parts = [part for part in re.split(r"[x×/+]", text) if part.strip()]
    if len(parts) > 1 and not any(plain(text) == plain(word) for words in spellings.values() for word in words):
        with suppress(UsageError):
            return [resolve_name("target", part, spellings, spellings) for part in parts]
    refusal = f"No agent of the vocabulary has the target '{printable(text)}'"
    return [resolve_in(refusal, "targets are", text, spellings, spellings)]
