"""The command specifications: does a verdict depend on the way of counting?"""

from typing import Any

import typer

from trialscape.cli.shared.filters import Dimension, Report, resolved_filters
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.queries import query_text

# What a narrow terminal does without, the first one first.
_SPARE = ("likely over", "ways", "turned by")
LEGEND = (
    "base: the verdict with the choices of compare: own cohort, active trials, split evenly, equal weights. over, "
    "under: the number of ways of counting with that verdict. A way is a cohort about the market, a scope (active, "
    "late, all), a counting (fractional, and per_site in dimensions counted by site) and a weighting (trials, phase, "
    "patients). likely over: the number of ways in which the ratio of pipeline share to market share is more likely "
    "above 1 than below; P: the smallest and largest probability of that. turned by: single choices that change the "
    "base verdict. marts.specification_grid lists every way."
)


@with_source_options
def specifications(
    data: Data, report: Report = None, dimension: Dimension = None, form: OutputFormat = Format.table
) -> None:
    """Show in how many defensible ways of counting each segment is over- or under-researched.

    Example: trialscape specifications --report A --dimension therapy
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        asked = {"report": report, "dimension": dimension}
        asked = resolved_filters(warehouse, asked)
        columns, rows = warehouse.query(query_text("compare/specifications"), asked)
        if form is not Format.table:
            print_rows(columns, rows, form)
            not_revenue(form)
            return
        groups: dict[str, list[dict[str, Any]]] = {}
        for cells in rows:
            row = dict(zip(columns, cells, strict=True))
            groups.setdefault(f"Report {row['report']}, {row['dimension_title']}", []).append(_shown(row))
        for title, lines in groups.items():
            print_rows(
                list(lines[0]),
                [list(line.values()) for line in lines],
                form,
                title=title,
                spare=("likely over", "ways", "turned by"),
            )
        if not groups:
            typer.echo(wrapped("No segment here has a market share that its trials could be compared with."))
        typer.echo(wrapped(LEGEND))
        not_revenue(form)
        typer.echo(provenance(warehouse))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    least, most = row["probability_over_least"], row["probability_over_most"]
    return {
        "segment": row["segment_title"] or row["segment"],
        "base": str(row["base_verdict"]).removesuffix("_researched").replace("_", " "),
        "ways": row["specification_count"],
        "over": row["over_researched_count"],
        "under": row["under_researched_count"],
        "likely over": row["likely_over_count"],
        "P": "–" if least is None else f"{least:.2f} to {most:.2f}",
        "turned by": ", ".join(switch.partition("=")[2] for switch in row["turned_by"]) or "nothing alone",
    }
