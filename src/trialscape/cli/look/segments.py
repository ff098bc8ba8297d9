"""The command segments: the pipeline of each segment."""

import typer

from trialscape.cli.compare.dimension_notes import outside_sentences, place_of
from trialscape.cli.compare.mart_tables import GROWTH, by_dimension, segment_row
from trialscape.cli.shared.filters import (
    Cohort,
    Counting,
    Dimension,
    Report,
    Scope,
    captions,
    cautions,
    cohort_titles,
    resolved_filters,
)
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.queries import query_text

# Headings that a narrow terminal does without, the first one first.
_SPARE = ("sponsors", "active", "4 or none", "1/2", "phase 1", "2", "2/3 and 3")


@with_source_options
def segments(
    data: Data,
    report: Report = None,
    dimension: Dimension = None,
    cohort: Cohort = None,
    scope: Scope = "active",
    counting: Counting = "whole",
    form: OutputFormat = Format.table,
) -> None:
    """Print the pipeline of each segment: trials, phases, planned patients, sponsors, growth.

    Example: trialscape segments --report A --dimension region --counting per_site
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        asked = {"report": report, "dimension": dimension, "cohort": cohort, "scope": scope, "counting": counting}
        asked = resolved_filters(warehouse, asked)
        columns, rows = warehouse.query(query_text("look/segments"), asked)
        warnings = cautions(warehouse, (row[columns.index("cohort")] for row in rows))
        if form is not Format.table:
            print_rows(columns, rows, form)
            not_revenue(form, warnings)
        else:
            for caption in captions(warehouse, (row[columns.index("cohort")] for row in rows)):
                typer.echo(wrapped(caption))
            typer.echo("")
            outside = outside_sentences(warehouse, asked)
            for title, group in by_dimension(columns, rows, cohort_titles(warehouse)).items():
                lines = [segment_row(row) for row in group]
                print_rows(list(lines[0]), [list(line.values()) for line in lines], form, title=title, spare=_SPARE)
                if place_of(group[0]) in outside:
                    typer.echo(wrapped(outside[place_of(group[0])], indent="  ") + "\n")
            typer.echo(wrapped(GROWTH))
            not_revenue(form, warnings)
            typer.echo(provenance(warehouse))
