"""The command changes: what changed in the trials and in the tracked set, with materiality and reason."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, get_args

import typer

from trialscape.cli.shared.filters import Dimension, Report, resolved_filters
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.cli.shared.spans import day_of
from trialscape.cli.shared.tables import spoken
from trialscape.config.tracking.change_rules import Kind
from trialscape.queries import query_text


class Clock(StrEnum):
    """The clock: our observation, or the registry's post date."""

    seen = "seen"
    registry = "registry"


class MinimumMateriality(StrEnum):
    """Materialities, the highest first."""

    high = "high"
    medium = "medium"
    low = "low"


_SHOWN_ITEMS = 3
# Changes whose values are ids of the registry or of the configuration, and no texts.
_OF_IDS = ("status", "phase", "new", "left")
_SHOWN_SIGNS = 80

_LEGEND = (
    "Seen is the day on which the tracker saw the change, registry day that on which the registry posted it; slip is "
    "in days, later is positive. Segments and cohorts are those of today."
)


@with_source_options
def changes(
    data: Data,
    since: Annotated[
        str | None, typer.Option("--since", help="From this day on, such as 2026-11-06 or 7d (seven days ago).")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", help="To this day, in the same form.")] = None,
    clock: Annotated[
        Clock,
        typer.Option(
            "--clock", case_sensitive=False, help="Days on which the tracker saw, or the registry posted, a change."
        ),
    ] = Clock.seen,
    materiality: Annotated[
        MinimumMateriality,
        typer.Option("--materiality", case_sensitive=False, help="Only this materiality and higher."),
    ] = MinimumMateriality.low,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind, such as prior_therapy.")] = None,
    nct: Annotated[str | None, typer.Option("--nct", help="Only this trial.")] = None,
    report: Report = None,
    dimension: Dimension = None,
    segment: Annotated[str | None, typer.Option("--segment", help="Only trials that are in this segment.")] = None,
    cohort: Annotated[str | None, typer.Option("--cohort", help="Only trials that are in this cohort.")] = None,
    form: OutputFormat = Format.table,
) -> None:
    """List changes of records, and trials that entered or left the tracked set.

    Example: trialscape changes --since 7d --materiality high --segment nsclc
    """
    cell = {"report": report, "dimension": dimension, "segment": segment, "cohort": cohort}
    today = dt.datetime.now(dt.UTC).date()
    asked: dict[str, Any] = {
        "since": day_of(since, today) if since else None,
        "until": day_of(until, today) if until else None,
        "clock": clock.value,
        "materialities": [
            item.value for item in list(MinimumMateriality)[: list(MinimumMateriality).index(materiality) + 1]
        ],
        "kind": kind and resolve_name("kind", kind, get_args(Kind)),
        "nct": nct.upper() if nct else None,
    }
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        columns, rows = warehouse.query(query_text("history/changes"), asked | resolved_filters(warehouse, cell))
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        shown = [_shown(dict(zip(columns, row, strict=True))) for row in rows]
        print_rows(_COLUMNS, [list(line) for line in shown], form, spare=_SPARE)
        typer.echo(wrapped(_LEGEND))
        typer.echo(provenance(warehouse))


# What a narrow terminal does without, the first one first.
_SPARE = ("why", "title", "registry_day", "slip", "materiality")
_COLUMNS = ("seen", "registry_day", "nct_id", "kind", "materiality", "what", "slip", "title", "why")


def _shown(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["seen"].date(),
        row["registry_day"],
        row["nct_id"],
        spoken(row["kind"]),
        row["materiality"],
        change_text(row),
        row["slip_days"],
        shortened(row["brief_title"] or ""),
        row["reason"],
    )


def change_text(row: dict[str, Any]) -> str:
    """Return one change in a few words: old and new value, or the items gained, lost and altered."""
    parts = []
    if row["old_value"] or row["new_value"]:
        parts.append(" → ".join(_worded(row, row[side] or "none") for side in ("old_value", "new_value")))
    for sign, items in (("+", row["gained"]), ("-", row["lost"]), ("~", row["altered"])):
        parts += [f"{sign} {_worded(row, item)}" for item in items[:_SHOWN_ITEMS]]
        if len(items) > _SHOWN_ITEMS:
            parts.append(f"{sign} {len(items) - _SHOWN_ITEMS} more")
    return "; ".join(parts)


def _worded(row: dict[str, Any], value: str) -> str:
    """Return a value as words: ids of statuses, phases and searches are spelt out, texts are shortened."""
    return str(spoken(value)) if row["kind"] in _OF_IDS else shortened(value)


def shortened(text: str) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= _SHOWN_SIGNS else text[: _SHOWN_SIGNS - 1] + "…"
