"""The command readouts: primary completions that are near, overdue, or await results."""

from typing import Annotated, Any

import typer

from trialscape.cli.shared.filters import resolved_cohort
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.cli.shared.spans import days_of
from trialscape.cli.shared.tables import spoken
from trialscape.queries import query_text
from trialscape.report.words import READOUTS

_COLUMNS = ("primary_completion_date", "days_to_readout", "nct_id", "phase_bucket", "sponsor_parent", "brief_title")
_HEADINGS = ("primary completion", "days", "nct id", "phase", "sponsor", "title")
_SPARE = ("days", "phase", "sponsor")
_LEGEND = (
    "Primary completion is the day of the last measurement of the main outcome, as the record states it; results often "
    "follow a year later. A month or year counts from its last day."
)


@with_source_options
def readouts(
    data: Data,
    ahead: Annotated[
        str | None, typer.Option("--next", help="Only primary completions within this time: 180d, 26w, 6m or 1y.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help=f"Only these, may be repeated: {', '.join(READOUTS)}.")
    ] = None,
    cohort: Annotated[str | None, typer.Option("--cohort", help="Only trials of this cohort.")] = None,
    form: OutputFormat = Format.table,
) -> None:
    """List primary completions that are near, overdue, or past without posted results.

    Example: trialscape readouts --next 180d --cohort refractory
    """
    kinds = [resolve_name("kind", item, READOUTS) for item in kind or ()]
    days = days_of(ahead) if ahead else None
    kinds = kinds or (["ahead"] if ahead else list(READOUTS))
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        asked = {"kinds": kinds, "days": days, "cohort": resolved_cohort(warehouse, cohort)}
        columns, rows = warehouse.query(query_text("look/readouts"), asked)
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        places = [columns.index(name) for name in _COLUMNS]
        for name in kinds:
            group = [row for row in rows if row[columns.index("readout")] == name]
            shown = [[_cell(columns[place], row[place]) for place in places] for row in group]
            title = f"{name.replace('_', ' ').capitalize()}: {len(group)} trials"
            print_rows(_HEADINGS, shown, form, title=title, spare=_SPARE)
        typer.echo(wrapped(_LEGEND))
        typer.echo(provenance(warehouse))


def _cell(column: str, value: Any) -> Any:
    return spoken(value) if column == "phase_bucket" else value
