"""The command compare: pipeline shares against market shares, segment by segment."""

from typing import Annotated

import typer

from trialscape.cli.compare.comparison_columns import (
    ASSUMPTION,
    COLUMNS,
    LEGEND,
    SPARE,
    chosen_tables,
    comparison_row,
    dimension_sentence,
    verdict_sentences,
)
from trialscape.cli.compare.dimension_notes import PAIRS, order_pairs, outside_sentences, place_of, print_pairs
from trialscape.cli.compare.mart_tables import by_dimension
from trialscape.cli.shared.filters import (
    Cohort,
    Counting,
    Dimension,
    Report,
    Scope,
    cautions,
    cohort_titles,
    resolved_filters,
)
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.errors import UsageError
from trialscape.queries import query_text


@with_source_options
def compare(
    data: Data,
    report: Report = None,
    dimension: Dimension = None,
    cohort: Cohort = None,
    scope: Scope = "active",
    counting: Counting = "fractional",
    wide: Annotated[bool, typer.Option("--wide", help="All columns; the default fits 120 characters.")] = False,
    columns: Annotated[
        str | None, typer.Option("--columns", help=f"Only these columns, separated by commas: {', '.join(COLUMNS)}.")
    ] = None,
    form: OutputFormat = Format.table,
) -> None:
    """Compare pipeline shares with market shares, both with intervals, and show the basis of each market share.

    JSON and CSV hold every column of marts.pipeline_vs_market, the posterior, and the figures of each dimension.

    Example: trialscape compare --report A --dimension cancer
    """
    tables = chosen_tables(columns, wide=wide)
    if counting == "whole":
        raise UsageError(
            "Whole trials in several segments add to more than 100 %, so they are not compared with market shares; use "
            "--counting fractional or per_site, or 'trialscape segments' for the counts."
        )
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        asked = {"report": report, "dimension": dimension, "cohort": cohort, "scope": scope, "counting": counting}
        asked = resolved_filters(warehouse, asked)
        names, rows = warehouse.query(query_text("compare/segments"), asked)
        warnings = cautions(warehouse, (row[names.index("cohort")] for row in rows))
        if form is not Format.table:
            print_rows(names, rows, form)
            not_revenue(form, warnings)
        else:
            outside = outside_sentences(warehouse, asked)
            pairs = order_pairs(warehouse, asked) if wide else {}
            for title, group in by_dimension(names, rows, cohort_titles(warehouse)).items():
                for number, shown in enumerate(tables):
                    lines = [comparison_row(row, shown) for row in group]
                    cells = [list(line.values()) for line in lines]
                    print_rows(list(lines[0]), cells, form, title="" if number else title, spare=SPARE)
                print_pairs(pairs.get(place_of(group[0]), ()))
                said = (verdict_sentences(group), dimension_sentence(group[0]), outside.get(place_of(group[0])))
                typer.echo(wrapped(" ".join(filter(None, said)), indent="  ") + "\n")
            typer.echo(wrapped(ASSUMPTION))
            typer.echo(wrapped(f"{LEGEND} {PAIRS}" if wide else LEGEND))
            not_revenue(form, warnings)
            typer.echo(provenance(warehouse))
