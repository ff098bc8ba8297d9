"""Commands that read the published warehouse: segments, sql."""

from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.compare.mart_tables import by_dimension, segment_row
from trialscape.cli.shared.filters import (
    Cohort,
    Counting,
    Dimension,
    Report,
    Scope,
    captions,
    cautions,
    resolved_filters,
)
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.data_folder import warehouse_folder
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.warehouse.reader import open_current


def segments(
    data: Data,
    report: Report = None,
    dimension: Dimension = None,
    cohort: Cohort = None,
    scope: Scope = "active",
    counting: Counting = "whole",
    form: OutputFormat = Format.table,
) -> None:
    """Print the pipeline of each segment: trials, phases, planned patients, sponsors, growth."""
    with open_current(warehouse_folder(data)) as warehouse:
        warn_if_demo(warehouse, form)
        asked = {"report": report, "dimension": dimension, "cohort": cohort, "scope": scope, "counting": counting}
        asked = resolved_filters(warehouse, asked)
        columns, rows = warehouse.query(query_text("segments"), asked)
        told = cautions(warehouse, (row[columns.index("cohort")] for row in rows))
        if form is not Format.table:
            print_rows(columns, rows, form)
            not_revenue(form, told)
        else:
            for caption in captions(warehouse, (row[columns.index("cohort")] for row in rows)):
                typer.echo(wrapped(caption))
            typer.echo("")
            for title, group in by_dimension(columns, rows).items():
                lines = [segment_row(row) for row in group]
                print_rows(list(lines[0]), [list(line.values()) for line in lines], form, title=title)
            not_revenue(form, told)
            typer.echo(provenance(warehouse))


def sql(
    query: Annotated[str, typer.Argument(help="One read-only statement, or @FILE with one.")],
    data: Data,
    form: OutputFormat = Format.table,
) -> None:
    """Run one read-only statement on the published warehouse."""
    if query.startswith("@"):
        try:
            query = Path(query[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{query[1:]} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{query[1:]} is not UTF-8 text.") from error
    with open_current(warehouse_folder(data)) as warehouse:
        warn_if_demo(warehouse, form)
        columns, rows = warehouse.query(query)
        print_rows(columns, rows, form)
        if form is Format.table:
            typer.echo(provenance(warehouse))
