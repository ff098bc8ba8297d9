"""The command trials: the trials behind a figure of segments, compare or white-space."""

from typing import Annotated

import typer

from trialscape.cli.shared.filters import Counting, Scope, cohort_titles, resolved_filters
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.cli.shared.tables import spoken
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

# Heading and column of the table; ids are spelt out.
SHOWN = {
    "nct_id": "nct_id",
    "phase": "phase_bucket",
    "status": "overall_status",
    "sponsor": "sponsor_parent",
    "title": "brief_title",
    "quote": "quote",
}
KEYS = ("phase", "status")


@with_source_options
def trials(
    data: Data,
    report: Annotated[str, typer.Option("--report", help="Report, such as A.")],
    dimension: Annotated[str, typer.Option("--dimension", help="Dimension, such as therapy.")],
    segment: Annotated[str, typer.Option("--segment", help="Segment, such as cell_therapy, or unclassified.")],
    cohort: Annotated[str | None, typer.Option("--cohort", help="Cohort; default: the report's own.")] = None,
    scope: Scope = "active",
    counting: Counting = "whole",
    cross: Annotated[
        str | None, typer.Option("--cross", help="Only those also in DIMENSION:SEGMENT, as a cell of white-space.")
    ] = None,
    form: OutputFormat = Format.table,
) -> None:
    """List the trials behind a figure, each with its weight and the words that put it there.

    Example: trialscape trials --report A --dimension cancer --segment lung --cohort refractory
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        place = {"report": report, "dimension": dimension, "segment": segment, "scope": scope}
        cell = resolved_filters(warehouse, place | {"cohort": cohort, "counting": counting})
        report, dimension, segment, scope, _, counting = map(str, cell.values())
        other = _crossed(warehouse, report, cross)
        cell["cohort"] = cell["cohort"] or _own_cohort(warehouse, report)
        asked = cell | {"other_dimension": other[0], "other_segment": other[1]}
        columns, rows = warehouse.query(query_text("compare/segment_trials"), asked)
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        places = [(columns.index(column), name in KEYS) for name, column in SHOWN.items()]
        crossed = f", also in {_titled(warehouse, report, *other)}" if cross else ""
        named = _titled(warehouse, report, dimension, segment)
        within = cohort_titles(warehouse)[str(cell["cohort"])]
        title = f"Report {report}, {named}{crossed}: cohort '{within}', scope {scope}"
        shown = [[spoken(row[place]) if is_key else row[place] for place, is_key in places] for row in rows]
        print_rows(list(SHOWN), shown, form, title=title, spare=("quote", "sponsor"))
        weight = sum(row[columns.index("weight")] for row in rows)
        counted = "" if counting == "whole" else f", which count {weight:.4g} {counting.replace('_', ' ')}"
        typer.echo(wrapped(f"{len(rows)} trials{counted}. The last column is the shortest quotation behind the label."))
        typer.echo(provenance(warehouse))


def _titled(warehouse: Warehouse, report: str, dimension: str | None, segment: str | None) -> str:
    """Return dimension and segment as words, such as "Cancer type: Melanoma"."""
    query = (
        "SELECT named.title, listed.title FROM raw.dimension AS named LEFT JOIN raw.segment AS listed "
        "ON listed.report = named.report AND listed.dimension = named.dimension AND segment = $segment "
        "WHERE named.report = $report AND named.dimension = $dimension"
    )
    ((of, title),) = warehouse.query(query, {"report": report, "dimension": dimension, "segment": segment})[1]
    return f"{of}: {title or segment}"


def _own_cohort(warehouse: Warehouse, report: str) -> str:
    query = "SELECT default_cohort FROM raw.report WHERE report = $report"
    ((cohort,),) = warehouse.query(query, {"report": report})[1]
    return str(cohort)


def _crossed(warehouse: Warehouse, report: str, cross: str | None) -> tuple[str | None, str | None]:
    """Return dimension and segment of ``--cross``; raises UsageError when they do not exist."""
    if cross is None:
        return None, None
    dimension, colon, segment = cross.partition(":")
    if not colon:
        raise UsageError(f"'{cross}' is not a cell; write DIMENSION:SEGMENT, such as region:asia_pacific.")
    cell = resolved_filters(warehouse, {"report": report, "dimension": dimension, "segment": segment})
    return cell["dimension"], cell["segment"]
